"""A disk of the tests' own: a FUSE folder that forgets what was not synced, and fails as it is told."""
