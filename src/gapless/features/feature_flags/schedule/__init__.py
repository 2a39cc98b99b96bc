"""Changes that happen at a set time."""
