"""What the dialogues say, in Chinese and the same in English; `words.for_language` finds it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What one dialogue says: its name, its questions by value, the confirmation, and the end.

    Formats get the values as they were told or chosen, in words.
    """

    name: str
    ask: Mapping[str, str]
    confirm: str
    done: str


@dataclass(frozen=True, slots=True)
class Sayings:
    """All that is said in one language; `{name}` is the dialogue's."""

    dialogues: Mapping[str, Said]
    refused: Mapping[str, str]
    check_failed: Mapping[str, str]
    wrong: Mapping[str, str]
    reading: str
    check: str
    checked: str
    corrected: str
    nothing_found: str
    what_to_change: str
    interrupted: str
    cancelled: str
    too_late_to_cancel: str
    instructed: str
    done: str
    not_done: str
    waiting: str
    in_work: str
    balance: str
    transactions: str
    no_transactions: str
    bill: str
    no_bill: str
    requests: str
    no_requests: str
    wealth: str
    no_rating: str
    states: Mapping[str, str]


_HOTLINE_ZH = "着急的话请拨打客服热线 {hotline}，也可以转人工。"
_HOTLINE_EN = "If it is urgent, please call our hotline {hotline}, or write “person”."

ZH = Sayings(
    dialogues={
        "freeze_card": Said(
            "冻结银行卡",
            {"card": "请问要冻结哪一张卡？点一下，或告诉我尾号。"},
            "请您确认：临时冻结{card}，冻结后这张卡不能消费和取款，以后可以解冻。确认冻结吗？",
            "已为您冻结{card}。卡找到后可以解冻；如果确定丢失，请说“挂失补卡”，需要核验身份并补办新卡。",
        ),
        "report_loss": Said(
            "银行卡挂失",
            {"card": "请问要挂失哪一张卡？点一下，或告诉我尾号。"},
            "请您确认：正式挂失{card}，挂失后这张卡作废，需要补办新卡。确认挂失吗？",
            "{card}已正式挂失，需要补办新卡。",
        ),
        "transfer": Said(
            "转账",
            {
                "payee": "请问转给谁？请从您在银行登记的收款人中选择。",
                "amount": "请问转多少钱？例如“500 元”。",
                "account": "请问从哪个账户转出？",
            },
            "请您确认：从{account}转 {amount} 元给{payee}，对吗？要修改的话，直接告诉我新的内容。",
            "转账成功：{amount} 元已转给{payee}。",
        ),
        "balance": Said("查询余额", {}, "", ""),
        "transactions": Said("查询交易明细", {}, "", ""),
        "set_limit": Said(
            "调整每日限额",
            {
                "card": "请问调整哪一张卡的每日限额？点一下，或告诉我尾号。",
                "amount": "请问每日限额调整为多少元？例如“5000 元”。",
            },
            "请您确认：把{card}的每日限额调整为 {amount} 元，对吗？",
            "{card}的每日限额已调整为 {amount} 元。",
        ),
        "bill": Said("查询信用卡账单", {}, "", ""),
        "repay": Said(
            "信用卡还款",
            {
                "card": "请问还哪一张信用卡？点一下，或告诉我尾号。",
                "amount": "请问还多少钱？例如“500 元”。",
                "account": "请问从哪个账户还款？",
            },
            "请您确认：从{account}还款 {amount} 元到{card}，对吗？要修改的话，直接告诉我新的内容。",
            "还款成功：{amount} 元已还到{card}。",
        ),
        "loan_progress": Said("查询申请进度", {}, "", ""),
        "wealth": Said("了解理财产品", {}, "", ""),
        "change_telephone": Said(
            "修改手机号",
            {"telephone": "请告诉我新的手机号码。"},
            "请您确认：把银行预留手机号改为 {telephone}，对吗？",
            "银行预留手机号已修改为 {telephone}。",
        ),
        "statement": Said(
            "发送对账单",
            {"account": "请问要哪个账户的对账单？", "month": "请问要哪个月的对账单？例如“上个月”。"},
            "请您确认：把{account} {month} 的对账单发到您在银行登记的邮箱，对吗？",
            "{month} 的对账单会发到您在银行登记的邮箱。",
        ),
        "corporate_account": Said(
            "预约对公开户",
            {
                "branch": "请问您想在哪个网点开户？例如“徐汇支行”。随时可以说“取消”。",
                "day": "您想约哪一天？例如“明天”“下周三”。",
                "time": "您大概几点到？例如“上午 10 点”。",
            },
            "请您确认：预约对公开户，{branch}，{day} {time}，对吗？",
            "对公开户已预约：{branch}，{day} {time}。请带上营业执照、公章和法定代表人身份证件。",
        ),
    },
    refused={
        "no_bank": "现在联系不上银行系统，没有办理任何事项。" + _HOTLINE_ZH,
        "check_needed": "身份核验已失效，没有办理任何事项。需要的话请再告诉我一次。",
        "not_by_sms": "为了您的资金安全，短信里不能办理{name}，请到手机银行或在线客服办理。" + _HOTLINE_ZH,
        "not_a_customer": "没有找到与您这个账号绑定的银行客户，请先在手机银行完成绑定。" + _HOTLINE_ZH,
        "too_late": "银行系统没有及时答复，没有办理{name}。请稍后再试。" + _HOTLINE_ZH,
        "not_enough_money": "账户余额不足，没有办理{name}。",
        "more_than_owed": "还款金额超过了欠款，没有办理{name}。",
        "no_such_payee": "这个收款人没有在银行登记，没有办理{name}。",
        "card_is_lost": "这张卡已经挂失，不能再办理{name}。",
    },
    check_failed={
        "wrong_code": "验证码输错次数过多，身份核验没有通过，没有办理{name}。",
        "expired": "身份核验已超时，没有办理{name}。需要的话请再告诉我一次。",
        "too_many": "身份核验次数过多，请一小时后再试。" + _HOTLINE_ZH,
        "not_a_customer": (
            "没有找到与您这个账号绑定的银行客户，不能办理{name}。请先在手机银行完成绑定，或到网点办理。"
            + _HOTLINE_ZH
        ),
        "no_telephone": "银行没有您的预留手机号，请到网点办理{name}。",
        "unavailable": "现在不能核验身份，没有办理{name}。" + _HOTLINE_ZH,
    },
    wrong={
        "amount": "这个金额不能办理，请告诉我一个大于 0、最多到分的金额。",
        "day": "这一天约不了：可以预约今天起 30 天以内的日期。",
        "time": "这个时间网点不营业：柜台营业时间是 09:00 到 17:00。",
        "month": "请告诉我一个已经结束的月份，例如“上个月”。",
        "telephone": "这不像一个电话号码，请再核对一下。",
        "options": "没有找到您说的这一个。",
    },
    reading="好的，正在为您查询，请稍候。",
    check=(
        "办理{name}前需要核验身份：请打开接下来的银行页面，输入收到的短信验证码。请不要把验证码发到对话里。"
    ),
    checked="身份核验已通过。您想办理什么，请告诉我。",
    corrected="好的，已经更正。核验通过后，我会把内容再跟您确认一遍。",
    nothing_found="您名下没有可以办理{name}的卡、账户或收款人。" + _HOTLINE_ZH,
    what_to_change="您想改哪一项？直接告诉我新的内容就行；不办了请说“取消”。",
    interrupted="刚才的{name}还没有办完。",
    cancelled="好的，{name}已经取消，没有办理任何事项。您还想了解什么，直接告诉我就行。",
    too_late_to_cancel="{name}已经提交给银行，撤不回来了，有结果我马上告诉您。" + _HOTLINE_ZH,
    instructed="好的，正在为您办理{name}，有结果我马上告诉您。",
    done="{name}已办理成功。",
    not_done="银行没有办理{name}。" + _HOTLINE_ZH,
    waiting="银行系统还没有答复{name}，请再等一等，有结果我马上告诉您。",
    in_work="{name}正在办理，有结果我马上告诉您。",
    balance="您的账户可用余额：\n{lines}",
    transactions="尾号{account}最近的交易：\n{lines}",
    no_transactions="尾号{account}最近没有交易。",
    bill="您的信用卡账单：\n{lines}\n要还款请说“还信用卡”。",
    no_bill="您名下没有信用卡。",
    requests="您在办的申请：\n{lines}",
    no_requests="您现在没有正在办理的申请。",
    wealth=(
        "您的风险评级是 {risk}，只能购买风险等级不高于 {risk} 的产品。理财非存款，产品有风险，投资须谨慎。"
        "具体产品请在手机银行“理财”页面查看，或转人工由理财经理为您介绍。"
    ),
    no_rating="您还没有有效的风险评级，不能为您推荐理财产品。请先在手机银行“理财-风险测评”完成测评。",
    states={
        "open": "办理中",
        "due": "到期还款日 {due_on}",
        "appointment": "网点预约",
        "statement": "对账单",
        "loan": "贷款申请",
        "frozen": "已冻结",
    },
)

EN = Sayings(
    dialogues={
        "freeze_card": Said(
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
        "report_loss": Said(
            "reporting a card lost",
            {"card": "Which card is lost? Choose one, or tell me its last four digits."},
            "Please confirm: report {card} lost for good. It can never be used again. Is that right?",
            "{card} is reported lost, and a new one has to be made.",
        ),
        "transfer": Said(
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
        "balance": Said("your balance", {}, "", ""),
        "transactions": Said("your transactions", {}, "", ""),
        "set_limit": Said(
            "changing the daily limit",
            {
                "card": "For which card? Choose one, or tell me its last four digits.",
                "amount": "What should the daily limit be? For example “5000 yuan”.",
            },
            "Please confirm: a daily limit of {amount} yuan for {card}. Is that right?",
            "The daily limit of {card} is now {amount} yuan.",
        ),
        "bill": Said("your credit card bill", {}, "", ""),
        "repay": Said(
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
        "loan_progress": Said("your applications", {}, "", ""),
        "wealth": Said("wealth products", {}, "", ""),
        "change_telephone": Said(
            "changing your telephone number",
            {"telephone": "Please tell me the new number."},
            "Please confirm: {telephone} becomes the number that the bank has of you. Is that right?",
            "The bank now has the number {telephone} of you.",
        ),
        "statement": Said(
            "sending a statement",
            {"account": "Of which account?", "month": "Of which month? For example “last month”."},
            (
                "Please confirm: the statement of {account} for {month} goes to the e-mail address "
                "that the bank has of you. Is that right?"
            ),
            "The statement for {month} goes to the e-mail address that the bank has of you.",
        ),
        "corporate_account": Said(
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
        "Before {name} you have to show who you are: please open the bank's page that follows and "
        "type the code from the text message. Never send the code here."
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
)


def for_language(in_english: bool) -> Sayings:
    """What is said in a language."""
    return EN if in_english else ZH
