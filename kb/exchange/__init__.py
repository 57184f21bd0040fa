"""Articles as tables and text files: out of the studio, and back with a dry run."""
