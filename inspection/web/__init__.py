"""The staff's routes of inspection."""
