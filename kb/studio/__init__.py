"""The studio: how editors write, review and publish articles, try questions, and close gaps."""
