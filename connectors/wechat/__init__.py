"""WeChat official accounts (公众号): encrypted callbacks in, passive and customer-service messages out.

(developers.weixin.qq.com/doc/subscription/guide/, 接收普通消息, 接收事件推送, 被动回复用户消息, 客服消息.)
"""
