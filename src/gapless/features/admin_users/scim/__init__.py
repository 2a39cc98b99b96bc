"""SCIM 2.0: an identity provider makes, changes and disables the brand's admins and teams."""
