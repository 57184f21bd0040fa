"""How Weixin's channels are tried on recorded cases: callbacks in, signatures and ciphers, hostile documents."""
