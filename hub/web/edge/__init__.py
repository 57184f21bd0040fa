"""What stands between the network and the hub: who may connect, what is read of whom, and for how long.

docs/decisions/0015-sockets-of-our-own.md says why Sanic's own protocol classes are not enough.
"""
