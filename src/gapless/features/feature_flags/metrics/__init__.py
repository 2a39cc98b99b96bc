"""Measured values that guardrails and experiments are judged by."""
