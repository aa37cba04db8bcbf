"""Real public facts that ship with amparo: see the README of each folder for sources and limits."""
