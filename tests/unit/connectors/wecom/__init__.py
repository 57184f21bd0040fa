"""The WeCom application's connector."""
