"""Changes that wait for the consent of others."""
