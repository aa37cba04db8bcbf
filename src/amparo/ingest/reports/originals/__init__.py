"""Documents as received, to the text that is read."""
