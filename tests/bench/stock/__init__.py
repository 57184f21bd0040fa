"""A stock Rasa server over the demo bank: generated, trained once, and started beside an action server."""
