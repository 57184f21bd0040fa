"""The pages, routes and sockets of calls."""
