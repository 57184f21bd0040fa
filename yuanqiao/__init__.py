"""The top floor: wires the parts of the house, starts its processes, and holds the command `yuanqiao`."""
