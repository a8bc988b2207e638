"""How long each stage takes and how much memory, at four sizes; ``make bench`` runs it. No test."""
