"""微信客服 as banks meet it: a feed to be pulled, sessions with states, rations, and people who take over.

Written from the vendor's documents, and knows nothing of the connector that it tries.
"""
