"""Invites: a link by which somebody joins once, and chooses their password."""
