"""Reports: what was asked of the house in a span, counted by agent, queue, channel or hour."""
