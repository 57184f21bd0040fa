"""What the video part adds to the command `yuanqiao`."""
