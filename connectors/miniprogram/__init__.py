"""Customer service in mini-programs (小程序客服消息): encrypted callbacks in, customer-service messages out.

(developers.weixin.qq.com/miniprogram/dev/framework/open-ability/customer-message/, receive.html, send.html.)
"""
