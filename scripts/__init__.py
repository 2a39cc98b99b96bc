"""Scripts of the house's own upkeep."""
