"""How long it takes to ask a law of a million case files, and of one."""
