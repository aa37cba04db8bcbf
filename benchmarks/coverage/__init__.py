"""How often the intervals hold the truth, over populations whose number is known."""
