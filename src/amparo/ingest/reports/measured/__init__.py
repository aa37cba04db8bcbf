"""What befell those whom a figure counts: its measure, and what parts take over from their whole."""
