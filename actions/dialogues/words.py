"""What the dialogues say, in Chinese and the same in English; `words.for_language` finds it."""

from actions.dialogues.sayings import DialogueSentences, Sayings
from actions.dialogues.words_english import EN

_HOTLINE_ZH = "着急的话请拨打客服热线 {hotline}，也可以转人工。"


ZH = Sayings(
    dialogues={
        "freeze_card": DialogueSentences(
            "冻结银行卡",
            {"card": "请问要冻结哪一张卡？点一下，或告诉我尾号。"},
            "请您确认：临时冻结{card}，冻结后这张卡不能消费和取款，以后可以解冻。确认冻结吗？",
            "已为您冻结{card}。卡找到后可以解冻；如果确定丢失，请说“挂失补卡”，需要核验身份并补办新卡。",
        ),
        "report_loss": DialogueSentences(
            "银行卡挂失",
            {"card": "请问要挂失哪一张卡？点一下，或告诉我尾号。"},
            "请您确认：正式挂失{card}，挂失后这张卡作废，需要补办新卡。确认挂失吗？",
            "{card}已正式挂失，需要补办新卡。",
        ),
        "transfer": DialogueSentences(
            "转账",
            {
                "payee": "请问转给谁？请从您在银行登记的收款人中选择。",
                "amount": "请问转多少钱？例如“500 元”。",
                "account": "请问从哪个账户转出？",
            },
            "请您确认：从{account}转 {amount} 元给{payee}，对吗？要修改的话，直接告诉我新的内容。",
            "转账成功：{amount} 元已转给{payee}。",
        ),
        "balance": DialogueSentences("查询余额", {}, "", ""),
        "transactions": DialogueSentences("查询交易明细", {}, "", ""),
        "set_limit": DialogueSentences(
            "调整每日限额",
            {
                "card": "请问调整哪一张卡的每日限额？点一下，或告诉我尾号。",
                "amount": "请问每日限额调整为多少元？例如“5000 元”。",
            },
            "请您确认：把{card}的每日限额调整为 {amount} 元，对吗？",
            "{card}的每日限额已调整为 {amount} 元。",
        ),
        "bill": DialogueSentences("查询信用卡账单", {}, "", ""),
        "repay": DialogueSentences(
            "信用卡还款",
            {
                "card": "请问还哪一张信用卡？点一下，或告诉我尾号。",
                "amount": "请问还多少钱？例如“500 元”。",
                "account": "请问从哪个账户还款？",
            },
            "请您确认：从{account}还款 {amount} 元到{card}，对吗？要修改的话，直接告诉我新的内容。",
            "还款成功：{amount} 元已还到{card}。",
        ),
        "loan_progress": DialogueSentences("查询申请进度", {}, "", ""),
        "wealth": DialogueSentences("了解理财产品", {}, "", ""),
        "change_telephone": DialogueSentences(
            "修改手机号",
            {"telephone": "请告诉我新的手机号码。"},
            "请您确认：把银行预留手机号改为 {telephone}，对吗？",
            "银行预留手机号已修改为 {telephone}。",
        ),
        "statement": DialogueSentences(
            "发送对账单",
            {"account": "请问要哪个账户的对账单？", "month": "请问要哪个月的对账单？例如“上个月”。"},
            "请您确认：把{account} {month} 的对账单发到您在银行登记的邮箱，对吗？",
            "{month} 的对账单会发到您在银行登记的邮箱。",
        ),
        "corporate_account": DialogueSentences(
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
        "nothing_left": "{name}已经在别处办完、取消，或者正在办理，这里不再继续。",
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
    # Whether the bank knows who asks is seen only now: no page is promised yet.
    check="办理{name}前需要核验身份，请稍候，我先看看您的登记信息。短信验证码只在银行的核验页面上输入，请不要发到对话里。",
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
    goes_on="您{when}{where}办的{name}{known}还没有办完，要继续吗？",
    on_channel="在{channel}",
    known="（{values}）",
    yuan="{amount} 元",
    go_on="继续办理",
    leave_it="不办了",
    days_ago=("今天早些时候", "昨天", "前天", "前几天"),
    resuming="好的，接着为您办理{name}，请稍候。",
    left_there="好的，这里先不办{name}，需要时请再告诉我。",
    another_left="您还有一项业务没有办完。办完手上这一项以后，需要的话请再告诉我。",
    moved=(
        "您的{name}已改在{channel}继续办理，这里不再办理。如果不是您本人操作，请马上拨打客服热线 {hotline}，"
        "或者转人工。"
    ),
    channels={
        "webchat": "网页聊天",
        "wechat": "微信",
        "miniprogram": "小程序",
        "wecom": "企业微信",
        "wecom_kf": "微信客服",
        "sms": "短信",
        "": "另一个渠道",
    },
)


def for_language(in_english: bool) -> Sayings:
    """What is said in a language."""
    return EN if in_english else ZH
