"""Measurements: each module has a `main()` that prints its own table of ratios."""
