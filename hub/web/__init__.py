"""The hub's HTTP side: the server, health and metrics; channels bring their own addresses."""
