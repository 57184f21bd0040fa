"""The ports of the spine: what a connector is given, what it must offer, and the clock."""

from hub.ports.channel import Channel, ChannelContext
from hub.ports.contacts import Contacts
from hub.ports.files import BuiltFiles, MediaStore
from hub.ports.ingress import Brought, Callback, CallbackCheck, HowBrought, Taken
from hub.ports.knowledge import (
    COMMENT_LIMIT,
    Advice,
    Advised,
    AgentsNote,
    AnswerRating,
    Asker,
    Correction,
    Openings,
    Questions,
    Rating,
    RatingReason,
    Ratings,
)
from hub.ports.mail import ADDRESS, LONGEST_ADDRESS, Enclosed, Letter, Mail
from hub.ports.outside import Outside
from hub.ports.pubsub import Publication, Subscriber
from hub.ports.rules import (
    BreakerRule,
    ChannelRules,
    Delivery,
    QuotaPer,
    QuotaRule,
    RetryRule,
    SendingRules,
    SendOutcome,
    ShownAs,
)
from hub.ports.sending import Claim, LastHop, Parts, PassiveReplies, Receipt, Receipts, Sender
from hub.ports.sockets import Socket, SocketBudget, SocketClosed, SocketRule
from hub.ports.spine import Accepted, Address, Admission, Clock, History, HistoryPlace, Inbox, Store, Wish

__all__ = [
    "ADDRESS",
    "COMMENT_LIMIT",
    "LONGEST_ADDRESS",
    "Accepted",
    "Address",
    "Admission",
    "Advice",
    "Advised",
    "AgentsNote",
    "AnswerRating",
    "Asker",
    "BreakerRule",
    "Brought",
    "BuiltFiles",
    "Callback",
    "CallbackCheck",
    "Channel",
    "ChannelContext",
    "ChannelRules",
    "Claim",
    "Clock",
    "Contacts",
    "Correction",
    "Delivery",
    "Enclosed",
    "History",
    "HistoryPlace",
    "HowBrought",
    "Inbox",
    "LastHop",
    "Letter",
    "Mail",
    "MediaStore",
    "Openings",
    "Outside",
    "Parts",
    "PassiveReplies",
    "Publication",
    "Questions",
    "QuotaPer",
    "QuotaRule",
    "Rating",
    "RatingReason",
    "Ratings",
    "Receipt",
    "Receipts",
    "RetryRule",
    "SendOutcome",
    "Sender",
    "SendingRules",
    "ShownAs",
    "Socket",
    "SocketBudget",
    "SocketClosed",
    "SocketRule",
    "Store",
    "Subscriber",
    "Taken",
    "Wish",
]
