"""The table of sentences, one file per package."""
