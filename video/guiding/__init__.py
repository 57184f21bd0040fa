"""What agent and customer look at together in a call: documents page by page, and forms."""
