"""A small back office with gaps."""
