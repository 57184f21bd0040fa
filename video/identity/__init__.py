"""The customer's identity card: its picture is taken, read, handed to the bank's check, and kept nowhere."""
