"""Weixin as banks meet it: signs and encrypts, pushes again, rations, and lets tokens expire.

Written from the vendor's documents, and knows nothing of the connector that it tries.
"""
