"""The connector for text messages."""
