"""微信客服 (WeCom customer service): a callback only nudges, messages are pulled, answers go by the API.

(developer.work.weixin.qq.com/document/, 微信客服: 接收消息和事件, 发送消息, 发送欢迎语等事件响应消息,
分配客服会话.)
"""
