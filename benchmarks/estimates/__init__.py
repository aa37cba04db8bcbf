"""How long estimates take, and how many independent draws a second of processor gives."""
