"""Media: what customers and the bank send beside words, made harmless, kept by its hash, served apart.

A file is looked into by a process of its own (`child`), kept in a folder (`folder`) under the SHA-256 of what
is kept, and told of in two tables (`hub.store.media`). `docs/media.md` explains it.
"""
