"""How long the public site takes, and how large it is."""
