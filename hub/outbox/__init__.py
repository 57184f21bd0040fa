"""Delivers replies: in order for each conversation, tried again with back-off, status only forward."""
