"""Twilio: signed webhooks in, Messages.json out (twilio.com/docs/messaging)."""
