"""Flags for demo mode: invented, but such as a casino would have."""
