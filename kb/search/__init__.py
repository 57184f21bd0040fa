"""Search: finds articles that may answer a question, behind one port."""
