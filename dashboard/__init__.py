"""The dashboard. It uses the public names of `geodata` only."""
