"""Mutants of the code that nobody notices: which there are, and why some may live."""
