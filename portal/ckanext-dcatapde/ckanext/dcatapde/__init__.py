"""DCAT-AP.de 3.0 for CKAN."""
