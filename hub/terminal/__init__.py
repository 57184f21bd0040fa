"""What commands of the terminal share: tables, progress bars, work on the database of the settings."""
