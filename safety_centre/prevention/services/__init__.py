"""Every write of prevention."""
