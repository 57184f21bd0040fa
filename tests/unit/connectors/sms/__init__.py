"""The official account's connector."""
