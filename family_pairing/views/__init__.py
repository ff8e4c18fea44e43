"""Pages of family pairing: thin. Each asks ``access``, calls one service and goes back to a page."""
