"""Linking records: invented lists with their truth, accuracy and speed against Splink, training of the shipped model."""
