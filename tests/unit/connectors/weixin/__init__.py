"""What the channels of Weixin share."""
