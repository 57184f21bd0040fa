"""What stands between the network and the hub, tried over real connections."""
