"""WeCom (企业微信) as a corporation's application meets it: signs, encrypts, pushes again, rations.

Written from the vendor's documents, and knows nothing of the connector that it tries. What WeCom does as
WeChat does it is taken from `simulators/weixin`.
"""
