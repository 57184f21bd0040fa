"""Text messages (短信): one channel, several accounts, each at a provider of its own behind one port.

(twilio.com/docs/messaging, help.aliyun.com/zh/sms, and China Mobile's CMPP 2.0 and 3.0.)
"""
