"""Twilio's side of one account: its API, its signed calls with all that goes wrong in them, and phones.

(twilio.com/docs/messaging/api/message-resource, …/guides/webhook-request, …/usage/security.)
"""
