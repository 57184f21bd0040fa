"""Graph components of our own: they run inside Rasa's model."""
