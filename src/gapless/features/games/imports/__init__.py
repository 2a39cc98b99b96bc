"""Game catalogue import: a provider's file becomes games, in steps that can be seen and undone."""
