"""The ingress: takes providers' calls while the hub is away, and loses none (a store-and-forward spooler)."""
