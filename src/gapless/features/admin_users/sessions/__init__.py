"""The open sessions of a brand's admins: list them, end one, all of an admin, or all."""
