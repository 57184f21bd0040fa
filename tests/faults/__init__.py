"""Kills the hub again and again and counts what was lost, from a record that the hub cannot touch."""
