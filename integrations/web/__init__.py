"""The staff's routes of integrations."""
