"""The servers a portal is made of. Each file says how its server is prepared and started."""
