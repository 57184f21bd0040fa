"""What customers write, and what a good clerk would do."""
