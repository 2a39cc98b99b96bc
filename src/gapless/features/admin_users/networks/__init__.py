"""Networks from which a brand's admins may or may not work."""
