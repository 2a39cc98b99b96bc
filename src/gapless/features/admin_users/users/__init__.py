"""The admins of a brand: list, create, edit, enable and disable."""
