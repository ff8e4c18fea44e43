"""What must follow when a guide changes, whoever changed it."""
