"""What customers read, Chinese first."""

MARK = "••••••"
"""Stands for the code in what is stored; the sender puts the code in its place as the message leaves."""

LINK = "身份核验（仅限本次）"
LINK_BELOW = "请在银行网页上输入发到您预留手机的验证码，{minutes} 分钟内有效。请不要把验证码发到聊天里。"
SMS = (
    "验证码 {mark}，{minutes} 分钟内有效，只能填在{bank}的网页上。银行不会向您索要，告诉别人就会有损失。"
    "Your code: for the bank's page only."
)

TITLE = "身份核验"
ASK = "请输入发到您预留手机的 6 位验证码。"
ASK_EN = "Enter the six-digit code that was sent to your phone."
FIELD = "验证码 Code"
SUBMIT = "核验 Verify"
WRONG = "验证码不对，还可以试 {left} 次。 Wrong code."
PASSED = "核验通过，请回到聊天继续。 You are verified: go back to the chat."
OVER = "这个链接已经失效。需要时请在聊天里重新发起核验。 This link is no longer valid."
BUSY = "系统暂时无法核验，请稍后再试。 Please try again in a moment."
