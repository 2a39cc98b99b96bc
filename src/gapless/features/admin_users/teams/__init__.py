"""Teams: admins who work together, and the role that all of them hold beside their own."""
