"""The custom actions: what the bot calls to answer from the knowledge base and to reach people."""
