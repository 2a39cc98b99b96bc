"""Reports of secret scanners: a key found in public is blocked at once."""
