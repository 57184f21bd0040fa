"""The bank's services in flows: who somebody is (安全核身), and what they sign (电子签章)."""
