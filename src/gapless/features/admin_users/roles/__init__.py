"""The roles of a brand: the built-in ones and its own."""
