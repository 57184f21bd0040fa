"""The routing core over the database: a board is read from rows, and what it decides is written to them."""
