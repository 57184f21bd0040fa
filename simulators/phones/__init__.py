"""The phones: one page that leads to a phone for each channel that has a simulator.

A simulator adds itself by a `phone.yml` in its folder.
"""
