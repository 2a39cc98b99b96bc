"""What was done to flags, segments and experiments, from the audit log."""
