"""Environments: their rules, how they differ, and carrying a flag from one to another."""
