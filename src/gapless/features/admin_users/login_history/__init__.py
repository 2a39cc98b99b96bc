"""Every attempt of a brand's admins to sign in, as list and export."""
