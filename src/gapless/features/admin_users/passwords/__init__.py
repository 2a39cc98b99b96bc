"""Forgotten passwords: set by an admin, or by a link that works once."""
