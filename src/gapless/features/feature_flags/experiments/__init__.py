"""Experiments: variants of a flag, measured against each other on the users who met them."""
