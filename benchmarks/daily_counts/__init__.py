"""How fast, and with how much memory, the states of many persons are counted for all days at once."""
