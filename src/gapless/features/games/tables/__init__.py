"""Live tables: where a dealer is."""
