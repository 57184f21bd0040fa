"""The spine: stores each message, decides who answers it, and delivers the reply."""
