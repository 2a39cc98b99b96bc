"""The security policy of a brand, and the floor under all of them."""
