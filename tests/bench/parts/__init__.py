"""One module for each part: `measure` gives its figures, `SETTINGS` says what they are of."""
