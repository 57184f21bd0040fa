"""A gateway for text messages in mainland China, as Alibaba Cloud's: registered templates, 上行, receipts.

(help.aliyun.com/zh/sms: SendSms, SmsUp, SmsReport, V3版本请求体&签名机制.)
"""
