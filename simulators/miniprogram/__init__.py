"""A mini-program with its customer service, on what `simulators/weixin/` does alike.

(developers.weixin.qq.com/miniprogram/dev/framework/open-ability/customer-message/.)
"""
