"""Backup and restore: the house's state in one folder, made while it runs, checked before it is used."""
