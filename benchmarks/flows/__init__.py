"""How long curves, their errors and the division of a series take."""
