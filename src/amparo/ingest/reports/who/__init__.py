"""Whom and what a report names: bodies, persons, offices, places."""
