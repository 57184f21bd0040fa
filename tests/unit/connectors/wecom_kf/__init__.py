"""The connector for 微信客服, part by part."""
