"""Renderings of a ``ValidationReport``, each in a file of its own and imported only by who wants it."""
