"""Which numbers of a report count persons, with their bounds."""
