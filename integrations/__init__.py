"""What the bank's own programs use of the house: keys for the routes of staff."""
