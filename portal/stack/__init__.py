"""A CKAN portal on one machine, on loopback alone. Standard library only: it runs before anything is installed."""
