"""Frames of docs/webchat-protocol.md, one file per case."""
