"""What tests stand on: the real database, actors, the running product."""
