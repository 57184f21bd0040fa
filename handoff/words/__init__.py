"""What agents say: canned replies, words that are checked before sending, hints for a conversation."""
