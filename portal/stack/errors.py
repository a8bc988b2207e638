"""What can go wrong while a portal comes up or goes down."""


class PortalError(Exception):
    """A sentence for the person at the terminal: what failed, and where to read on."""
