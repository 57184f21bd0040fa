"""What the actions say to customers, in one place: in Chinese, and the same in English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """All that is said in one language; `{hotline}` stands for the bank's number."""

    person: str
    none_of_these: str
    invitation: str
    which_one: str
    in_chinese: str | None
    no_answer: str
    value_missing: str
    not_available: str
    ask_for_person: str
    person_requested: str
    person_awaited: str
    complaint_filed: str
    complaint_joined: str
    complaint_joined_again: str
    stay_calm: str
    need_help: str
    in_other_words: str
    in_a_sentence: str
    tell_more: str
    declined: str
    at_your_service: str
    thanks: str
    no_more: str
    handed_back: str
    handed_back_agreed: str
    near_loss: str
    lost: str
    defrauded: str
    bereaved: str
    ill: str
    out_of_work: str
    in_debt: str
    appointment_day: str
    appointment_hours: str
    appointment_noted: str
    dialogue_cancelled: str
    parts_of_day: Mapping[str, str]


ZH = AnswerWords(
    person="转人工",
    none_of_these="都不是，转人工",
    invitation="您好，我在。请直接告诉我您想了解什么，例如“银行卡丢了怎么挂失”。",
    which_one="请问您要的是哪一个？点一下，或者回复“第一个”“第二个”都可以。",
    in_chinese=None,
    no_answer="这个问题我暂时答不好，已记录下来请同事补充。您可以转人工，也可以拨打客服热线 {hotline}。",
    value_missing=(
        "这个问题涉及的费率、金额或日期我现在核实不了，不能给您不确定的数字，已记录下来请同事补充。"
        "您可以转人工，也可以拨打客服热线 {hotline}。"
    ),
    not_available=(
        "您选择的这条内容刚刚更新或下线了，现在不能为您展示，已记录下来请同事处理。"
        "您可以换一种说法再问我，也可以拨打客服热线 {hotline}。"
    ),
    ask_for_person="需要我为您转人工吗？",
    person_requested=(
        "已记录您转人工的请求，同事会看到它和您在这里说过的话。"
        "有同事空闲时会在这里接入，但我不能保证马上有人回复您。"
        "如果比较着急，请拨打客服热线 {hotline}。等待时您可以继续问我。"
    ),
    person_awaited=(
        "您转人工的请求已经记录，同事会在这个对话里回复您，不需要另外留电话。"
        "具体要等多久我现在说不准；着急的话请拨打客服热线 {hotline}，也可以先继续问我。"
    ),
    complaint_filed=(
        "很抱歉给您带来了不好的体验。您的投诉已经登记，会由同事查看和处理。"
        "您可以在这里继续说明经过，例如时间、网点或渠道、涉及的业务；请不要发送密码、验证码或完整卡号。"
        "如果希望马上与工作人员沟通，请拨打客服热线 {hotline}。"
    ),
    complaint_joined=(
        "好的，这些已经补充到您的投诉里，同事会一并看到。"
        "还有要补充的请接着说；着急的话请拨打客服热线 {hotline}。"
    ),
    complaint_joined_again="好的，这一条也记下了。还有的话请接着说。",
    stay_calm="很抱歉没有帮到您，让您着急了。可以由工作人员为您服务，您也可以直接拨打客服热线 {hotline}。",
    need_help=(
        "没关系，不用着急，也不用多打字。可以请工作人员来帮您，"
        "也可以直接打电话 {hotline}，在电话里说给我们听就行。"
    ),
    in_other_words=(
        "抱歉，没有找到您要的。请换一种说法告诉我，例如是哪种卡、想办什么；也可以拨打客服热线 {hotline}。"
    ),
    in_a_sentence="请用一句话告诉我您想了解什么；需要工作人员时说“转人工”，或拨打客服热线 {hotline}。",
    tell_more="请告诉我需要办理什么，我来查；也可以由工作人员为您服务，或拨打客服热线 {hotline}。",
    declined="好的。您可以继续问我别的；需要工作人员时说“转人工”，或拨打客服热线 {hotline}。",
    at_your_service="好的。您还想了解什么，直接告诉我就行。",
    thanks="不客气。还有其他问题，您可以随时告诉我。",
    no_more="好的，需要时请随时来找我。",
    handed_back="人工服务已结束，现在由智能客服继续为您服务。还有什么可以帮您？",
    handed_back_agreed="人工服务已结束，现在由智能客服继续为您服务。刚才与您约定：{agreed}",
    near_loss=(
        "如果卡或手机不在手里、钱少了，或者有人催您付款，请直接拨打客服热线 {hotline}，不要等；也可以转人工。"
    ),
    lost="",  # the knowledge base has it in Chinese
    defrauded="",
    bereaved="听到您失去亲人，我很难过，请您节哀，多保重。",
    ill="听到这个消息我很难过，祝早日康复，请您也照顾好自己。",
    out_of_work="这段时间您辛苦了，遇到这样的事确实不容易。",
    in_debt="我理解您现在压力很大，先别着急，早一点沟通，办法会多一些。",
    appointment_day="这一天约不了：可以预约今天起 {days} 天以内的日期，请换一天告诉我。",
    appointment_hours="这个时间网点不营业：柜台营业时间是 {opens} 到 {closes}，请换一个时间告诉我。",
    appointment_noted=(
        "已记下您的预约申请：{branch}，{day}，{time}。同事会在这个对话里与您确认，确认后预约才生效。"
        "着急的话请拨打客服热线 {hotline}。"
    ),
    dialogue_cancelled="好的，已经取消，没有办理任何事项。您还想了解什么，直接告诉我就行。",
    parts_of_day={"morning": "上午", "noon": "中午", "afternoon": "下午"},
)


EN = AnswerWords(
    person="Talk to a person",
    none_of_these="None of these, talk to a person",
    invitation=(
        "Hello, I am here. Please tell me what you would like to know, for example “how do I report a "
        "lost card”."
    ),
    which_one="Which one do you mean? Choose it, or write “the first one” or “the second one”.",
    in_chinese=(
        "Here is our answer; it is in Chinese. If you would like help in English, write “person” or call "
        "our hotline {hotline}."
    ),
    no_answer=(
        "I am sorry, I cannot answer this well; I have noted it for my colleagues. You can talk to a "
        "person, or call our hotline {hotline}."
    ),
    value_missing=(
        "I cannot confirm the rate, amount or date in this answer right now, and will not give you an "
        "uncertain figure; I have noted it for my colleagues. You can talk to a person, or call our "
        "hotline {hotline}."
    ),
    not_available=(
        "What you chose has just been changed or withdrawn, so I cannot show it; I have noted it for my "
        "colleagues. You can ask in other words, or call our hotline {hotline}."
    ),
    ask_for_person="Would you like to talk to a person?",
    person_requested=(
        "I have noted that you want to talk to a person; my colleagues will see that and what you wrote "
        "here. Somebody joins this conversation as soon as they are free, but I cannot promise that it "
        "is at once. If it is urgent, please call our hotline {hotline}. You can go on asking me while you "
        "wait."
    ),
    person_awaited=(
        "Your wish to talk to a person is on record; my colleagues answer here in this chat, so you need not "
        "leave a number. I cannot say how long it takes; if it is urgent, please call our hotline {hotline}. "
        "You can go on asking me in the meantime."
    ),
    complaint_filed=(
        "I am sorry for this bad experience. Your complaint is on record, and my colleagues will look "
        "into it. You can go on here and tell what happened: when, at which branch or channel, and what "
        "it was about. Please send no passwords, codes or full card numbers. To talk to somebody now, "
        "please call our hotline {hotline}."
    ),
    complaint_joined=(
        "Thank you, this is now part of your complaint, and my colleagues will see it. You can add more; "
        "if it is urgent, please call our hotline {hotline}."
    ),
    complaint_joined_again="Noted as well. Please go on if there is more.",
    stay_calm=(
        "I am sorry that I was no help. A person can take over, or you can call our hotline {hotline} "
        "directly."
    ),
    need_help=(
        "No problem, take your time; you need not type much. A person can help you, or simply call "
        "{hotline} and tell us on the phone."
    ),
    in_other_words=(
        "I am sorry that it was none of these. Please tell me in other words, for example which card it "
        "is about and what you want to do; or call our hotline {hotline}."
    ),
    in_a_sentence=(
        "Please tell me in a sentence what you would like to know; to talk to a person, write “person” "
        "or call our hotline {hotline}."
    ),
    tell_more="Please tell me what you need; a person can help you as well, or call our hotline {hotline}.",
    declined=(
        "All right. You can go on asking me; when you want to talk to somebody, write “person”, or call "
        "our hotline {hotline}."
    ),
    at_your_service="All right. If there is anything else, just ask.",
    thanks="You are welcome. If there is anything else, just ask.",
    no_more="All right. Come back whenever you need me.",
    handed_back="You are back with the automated assistant. What else can I do for you?",
    handed_back_agreed="You are back with the automated assistant. What was agreed with you: {agreed}",
    near_loss=(
        "If your card or phone is not with you, money is missing, or somebody presses you to pay, call our "
        "hotline {hotline} directly and do not wait; you can also talk to a person."
    ),
    lost=(
        "Please call {hotline} at once and have the card blocked; you can also block it yourself in the "
        "mobile app. If your phone is gone too, ask us to lock mobile banking. If it was stolen, report it "
        "to the police (110)."
    ),
    defrauded=(
        "Please act now: call {hotline} and have the card or account frozen. Send no more money, and "
        "give nobody a code, a password or a view of your screen. If you have sent money to a swindler, "
        "call the police at 110 at once; the anti-fraud line is 96110."
    ),
    bereaved="I am very sorry for your loss.",
    ill="I am sorry to hear this, and wish a good recovery.",
    out_of_work="I am sorry to hear this; that is hard.",
    in_debt="I understand that this weighs on you. The earlier we talk about it, the more can be done.",
    appointment_day="That day is not possible: within {days} days from today. Which other day?",
    appointment_hours="Branches open from {opens} to {closes}. Please tell me another time.",
    appointment_noted=(
        "I have noted your wish: {branch}, {day}, {time}. A colleague confirms it here in this chat; "
        "only then it stands. If it is urgent, please call our hotline {hotline}."
    ),
    dialogue_cancelled=(
        "All right, it is cancelled and nothing was done. If there is anything else, just ask."
    ),
    parts_of_day={"morning": "morning", "noon": "noon", "afternoon": "afternoon"},
)


EN_OF_ARTICLE = (
    "Here is our article on “{title}”; it is in Chinese. If you would like help in English, write “person” "
    "or call our hotline {hotline}."
)
"""Before an answer whose article has a name in English."""


def words_in(language: str) -> AnswerWords:
    """What is said in a language, by its BCP 47 tag: English, or else Chinese."""
    return EN if language.lower().split("-")[0] == "en" else ZH
