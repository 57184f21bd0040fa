"""What connectors share: token keeper, nonces, cursors, uploaded media, and a bounded HTTP client."""
