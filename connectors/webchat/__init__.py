"""Web chat: the bank's own pages, over a WebSocket (docs/webchat-protocol.md)."""
