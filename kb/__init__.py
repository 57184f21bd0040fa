"""The knowledge base: articles, search, and the decision to answer, offer or abstain."""
