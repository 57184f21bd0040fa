"""What 微信客服 may hand out that means nothing here, each counted under its own name."""

NOTHING_HERE = frozenset(
    (
        "servicer_status_change",
        "customer_tag_change",
        "user_recall_msg",
        "reject_customer_msg_switch_change",
    )
)
"""Events of the feed: who of the bank's people is on duty in WeCom's own client; tags that they give; that a
customer took a message back (it was read and answered by then, and stays in the records); that one of those
people takes no more messages of a customer.
"""

CALLBACKS_HERE = frozenset(("kf_account_auth_change",))
"""Callbacks beside the nudge: which accounts the application may serve."""

CUSTOMER, SYSTEM, SERVICER = 3, 4, 5
"""Who an item is from (`origin`); what one of the bank's people wrote in WeCom's own client is theirs."""
