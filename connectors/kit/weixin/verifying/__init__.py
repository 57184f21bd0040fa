"""How Weixin's channels are tried on recorded cases: callbacks, signatures and ciphers, hostile documents."""
