"""How well and how fast reports are read."""
