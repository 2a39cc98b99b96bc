"""The groups that flags are kept under."""
