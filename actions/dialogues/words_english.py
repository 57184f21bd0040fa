"""What the dialogues say in English; `actions/dialogues/words.py` says the same in Chinese."""

from actions.dialogues.sayings import DialogueSentences, Sayings

_HOTLINE_EN = "If it is urgent, please call our hotline {hotline}, or write “person”."

EN = Sayings(
    dialogues={
        "freeze_card": DialogueSentences(
            "freezing a card",
            {"card": "Which card should be frozen? Choose one, or tell me its last four digits."},
            (
                "Please confirm: freeze {card} for now. Nothing can be paid or withdrawn until it is "
                "unfrozen. Is that right?"
            ),
            (
                "{card} is frozen. You can have it unfrozen when you find it; if it is lost for good,"
                " write “report my card lost”."
            ),
        ),
        "report_loss": DialogueSentences(
            "reporting a card lost",
            {"card": "Which card is lost? Choose one, or tell me its last four digits."},
            "Please confirm: report {card} lost for good. It can never be used again. Is that right?",
            "{card} is reported lost, and a new one has to be made.",
        ),
        "transfer": DialogueSentences(
            "the transfer",
            {
                "payee": (
                    "Who is the money for? Please choose one of the payees that you registered with the bank."
                ),
                "amount": "How much? For example “500 yuan”.",
                "account": "From which account?",
            },
            (
                "Please confirm: transfer {amount} yuan from {account} to {payee}. Is that right? To "
                "change something, just tell me."
            ),
            "Done: {amount} yuan went to {payee}.",
        ),
        "balance": DialogueSentences("your balance", {}, "", ""),
        "transactions": DialogueSentences("your transactions", {}, "", ""),
        "set_limit": DialogueSentences(
            "changing the daily limit",
            {
                "card": "For which card? Choose one, or tell me its last four digits.",
                "amount": "What should the daily limit be? For example “5000 yuan”.",
            },
            "Please confirm: a daily limit of {amount} yuan for {card}. Is that right?",
            "The daily limit of {card} is now {amount} yuan.",
        ),
        "bill": DialogueSentences("your credit card bill", {}, "", ""),
        "repay": DialogueSentences(
            "the repayment",
            {
                "card": "Which credit card? Choose one, or tell me its last four digits.",
                "amount": "How much? For example “500 yuan”.",
                "account": "From which account?",
            },
            (
                "Please confirm: repay {amount} yuan from {account} to {card}. Is that right? To "
                "change something, just tell me."
            ),
            "Done: {amount} yuan were repaid to {card}.",
        ),
        "loan_progress": DialogueSentences("your applications", {}, "", ""),
        "wealth": DialogueSentences("wealth products", {}, "", ""),
        "change_telephone": DialogueSentences(
            "changing your telephone number",
            {"telephone": "Please tell me the new number."},
            "Please confirm: {telephone} becomes the number that the bank has of you. Is that right?",
            "The bank now has the number {telephone} of you.",
        ),
        "statement": DialogueSentences(
            "sending a statement",
            {"account": "Of which account?", "month": "Of which month? For example “last month”."},
            (
                "Please confirm: the statement of {account} for {month} goes to the e-mail address "
                "that the bank has of you. Is that right?"
            ),
            "The statement for {month} goes to the e-mail address that the bank has of you.",
        ),
        "corporate_account": DialogueSentences(
            "the appointment for a company account",
            {
                "branch": "At which branch? For example “Xuhui branch”. You can write “cancel” at any time.",
                "day": "Which day suits you? For example “tomorrow”.",
                "time": "At what time? For example “10 am”.",
            },
            "Please confirm: an appointment for a company account, {branch}, {day} {time}. Is that right?",
            (
                "Your appointment for a company account stands: {branch}, {day} {time}. Please bring "
                "the business licence, the seal and the legal representative's ID."
            ),
        ),
    },
    refused={
        "no_bank": "The bank's systems cannot be reached, and nothing was done. " + _HOTLINE_EN,
        "check_needed": (
            "The identity check is over, and nothing was done. Please ask me again if you still want it."
        ),
        (
            "not_by_sms"
        ): "For your safety {name} is not possible by text message; please use the app or the chat. "
        + _HOTLINE_EN,
        "not_a_customer": (
            "The bank knows no customer with this account. Please bind it in the mobile app first. "
            + _HOTLINE_EN
        ),
        "too_late": "The bank did not answer in time, so nothing was done ({name}). Please try again later. "
        + _HOTLINE_EN,
        "not_enough_money": "There is not enough money on the account, so nothing was done ({name}).",
        "more_than_owed": "That is more than is owed, so nothing was done ({name}).",
        "no_such_payee": "This payee is not registered with the bank, so nothing was done ({name}).",
        "nothing_left": "This is done, cancelled or under way elsewhere, so it does not go on here ({name}).",
        "card_is_lost": "This card was reported lost, so nothing was done ({name}).",
    },
    check_failed={
        "wrong_code": "The code was wrong too often, so nothing was done ({name}).",
        "expired": (
            "The identity check took too long, so nothing was done ({name}). Please ask me "
            "again if you still want it."
        ),
        "too_many": "There were too many identity checks; please try again in an hour. " + _HOTLINE_EN,
        "not_a_customer": (
            "The bank knows no customer with this account, so nothing was done ({name}). "
            "Please bind it in the mobile app first. " + _HOTLINE_EN
        ),
        "no_telephone": "The bank has no telephone number of you; please visit a branch ({name}).",
        "unavailable": "Your identity cannot be checked now, so nothing was done ({name}). " + _HOTLINE_EN,
    },
    wrong={
        "amount": "That amount is not possible; please tell me one above 0, with no fraction of a fen.",
        "day": "That day is not possible: please choose one within the next 30 days.",
        "time": "Branches are closed then: they are open from 09:00 to 17:00.",
        "month": "Please tell me a month that has ended, for example “last month”.",
        "telephone": "That does not look like a telephone number; please check it.",
        "options": "I did not find that one.",
    },
    reading="One moment, I am looking it up.",
    check=(
        "Before {name} you have to show who you are; one moment, I am looking up what the bank knows of you. "
        "Type the code from the text message on the bank's own page only, never here."
    ),
    checked="Your identity is confirmed. Please tell me what you would like to do.",
    corrected="Corrected. Once your identity is confirmed, I will read it all back to you.",
    nothing_found="You have no card, account or payee that fits ({name}). " + _HOTLINE_EN,
    what_to_change="What should be different? Just tell me the new value; or write “cancel”.",
    interrupted="You had not finished {name}.",
    cancelled="All right, this is cancelled ({name}); nothing was done. If there is anything else, just ask.",
    too_late_to_cancel=(
        "This has gone to the bank and cannot be taken back ({name}); I tell you as soon as there is "
        "a result. "
    )
    + _HOTLINE_EN,
    instructed="All right, I am having it done ({name}) and tell you as soon as there is a result.",
    done="This is done: {name}.",
    not_done="The bank did not do it ({name}). " + _HOTLINE_EN,
    waiting="The bank has not answered yet ({name}); I tell you as soon as there is a result.",
    in_work="This is under way ({name}); I tell you as soon as there is a result.",
    balance="What you can spend:\n{lines}",
    transactions="The latest of the account ending in {account}:\n{lines}",
    no_transactions="There is nothing recent on the account ending in {account}.",
    bill="Your credit card bills:\n{lines}\nTo repay, write “repay my credit card”.",
    no_bill="You have no credit card.",
    requests="What is under way:\n{lines}",
    no_requests="Nothing of yours is under way.",
    wealth=(
        "Your risk rating is {risk}: you can buy products of that risk or less. They are no "
        "deposits, and you may "
        "lose money. You find them in the mobile app under “Wealth”, or write “person” to talk to an adviser."
    ),
    no_rating=(
        "You have no risk rating, so I cannot recommend products. Please answer the questionnaire in "
        "the app first."
    ),
    states={
        "open": "under way",
        "due": "due {due_on}",
        "appointment": "appointment",
        "statement": "statement",
        "loan": "loan application",
        "frozen": "frozen",
    },
    goes_on="You had not finished {name}{known} {when}{where}. Shall we go on?",
    on_channel=" ({channel})",
    known=" ({values})",
    yuan="{amount} yuan",
    go_on="Go on",
    leave_it="Leave it",
    days_ago=("earlier today", "yesterday", "two days ago", "some days ago"),
    resuming="All right, I am going on with it ({name}). One moment.",
    left_there="All right, I leave it ({name}). Just tell me when you need it.",
    another_left="There is something else that you have not finished. Tell me if you want it afterwards.",
    moved=(
        "You are going on with it on another channel ({channel}), so it is over here ({name}). If that was "
        "not you, call our hotline {hotline} at once, or write “person”."
    ),
    channels={
        "webchat": "web chat",
        "wechat": "WeChat",
        "miniprogram": "mini-program",
        "wecom": "WeCom",
        "wecom_kf": "WeChat service",
        "sms": "text message",
        "": "another channel",
    },
)
