"""Staff: sign-in, sessions, rights and the audit, over the real server on both databases."""
