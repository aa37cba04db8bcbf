"""Readers beside the rules: plug-ins, their answers laid on the text, and proposals of several as one list."""
