"""Measurements that are printed and written down, never asserted in tests."""
