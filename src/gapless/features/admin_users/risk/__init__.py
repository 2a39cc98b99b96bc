"""How likely an account is in wrong hands or to do harm, from what the server knows of it."""
