"""Who answers a conversation, and the turns in which it is answered."""
