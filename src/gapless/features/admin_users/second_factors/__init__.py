"""Taking somebody's second factors away, for the day they have lost them."""
