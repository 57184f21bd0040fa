"""A disk of the tests' own: a FUSE folder that forgets at a power cut what was not synced, and fails as told."""
