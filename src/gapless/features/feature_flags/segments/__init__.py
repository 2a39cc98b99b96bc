"""Named groups of contexts that rules and other segments use."""
