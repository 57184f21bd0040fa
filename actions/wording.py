"""What the actions say to customers, in one place."""

NONE_OF_THESE = "都不是，转人工"
PERSON = "转人工"

INVITATION = "您好，我在。请直接告诉我您想了解什么，例如“银行卡丢了怎么挂失”。"

NO_ANSWER = "这个问题我暂时答不好，已记录下来请同事补充。"
IN_CHINESE = "Here is our article on “{title}”, in Chinese:"
VALUE_MISSING = "这个问题涉及的费率、金额或日期我现在核实不了，不能给您不确定的数字，已记录下来请同事补充。"
NOT_AVAILABLE = (
    "您选择的这条内容刚刚更新或下线了，现在不能为您展示，已记录下来请同事处理。您也可以换一种说法再问我。"
)
ASK_FOR_PERSON = "需要我为您转人工吗？"

PERSON_REQUESTED = (
    "已记录您转人工的请求，同事会看到它和您在这里说过的话。"
    "目前这个渠道还没有接通人工坐席，我不能保证马上有人回复您。"
    "如果比较着急，请拨打客服热线 {hotline}。等待时您可以继续问我。"
)

COMPLAINT_FILED = (
    "很抱歉给您带来了不好的体验。您的投诉已经登记，会由同事查看和处理。"
    "您可以在这里继续说明经过，例如时间、网点或渠道、涉及的业务；请不要发送密码、验证码或完整卡号。"
    "如果希望马上与工作人员沟通，请拨打客服热线 {hotline}。"
)

HANDED_BACK = "人工服务已结束，现在由智能客服继续为您服务。还有什么可以帮您？"
HANDED_BACK_AGREED = "人工服务已结束，现在由智能客服继续为您服务。刚才与您约定：{agreed}"
