"""The things that all stages share: frozen values, and the languages they are written in (RDF, SHACL)."""
