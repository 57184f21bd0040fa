"""The media server of recorded calls: its configuration, its API, and what it wrote."""
