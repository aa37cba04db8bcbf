"""How fast the app and the command line answer over a national registry: many persons, fifty statements each."""
