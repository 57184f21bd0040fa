"""What the channels of Weixin share: signed and encrypted callbacks, guarded XML, error codes, API calls.

The official account, the mini-program and WeCom (企业微信) have one frame of encryption, one form of answer
(`errcode`, `errmsg`) and one kind of access token.
"""
