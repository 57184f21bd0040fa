"""Measuring: how well the knowledge base ranks and decides, and fitting the decision to what was measured."""
