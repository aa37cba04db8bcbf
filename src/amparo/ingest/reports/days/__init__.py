"""The dates of a report, told from its day of publication."""
