"""WeCom applications (企业微信自建应用): encrypted callbacks in, passive replies and messages out.

(developer.work.weixin.qq.com/document/path/: 90236 发送应用消息, 90239 消息格式, 90240 事件格式, 90241
被动回复消息格式.)
"""
