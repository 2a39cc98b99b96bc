"""Gapless: a casino back office without gaps, and the register that proves it."""

__version__ = "0.1.0"
