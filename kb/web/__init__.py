"""The addresses of the knowledge base on the hub."""
