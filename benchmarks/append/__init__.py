"""How long a million statements take to append, to read and to verify."""
