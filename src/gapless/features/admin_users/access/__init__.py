"""The permission matrix, and why somebody may or may not do something."""
