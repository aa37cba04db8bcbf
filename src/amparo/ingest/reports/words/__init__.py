"""The words of a report: tokens, sentences, and the lexicons that mark them."""
