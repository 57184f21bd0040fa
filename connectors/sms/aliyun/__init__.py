"""Alibaba Cloud's SMS (阿里云短信服务): registered templates out, 上行 and receipts in.

(help.aliyun.com/zh/sms: SendSms, SmsUp, SmsReport, V3 request signature.)
"""
