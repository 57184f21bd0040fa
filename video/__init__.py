"""Video: calls from a conversation, business flows by scripts, and sealed recordings (docs/video.md)."""
