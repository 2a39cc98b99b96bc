"""One's own devices."""
