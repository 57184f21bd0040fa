"""The Rasa side of the house: data, training, and a process that answers turns on loopback."""
