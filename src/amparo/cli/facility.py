"""``facility``: who was there, where each went, who is unaccounted for."""
