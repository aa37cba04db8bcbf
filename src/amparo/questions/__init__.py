"""Answers, each with its rule, its bounds and the statements behind it."""
