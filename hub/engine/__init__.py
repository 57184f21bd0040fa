"""The bot as the hub sees it: one signed call a turn (docs/bot-protocol.md)."""
