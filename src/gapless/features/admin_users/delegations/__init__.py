"""Delegation: permissions handed over for a time, approved by a third person."""
