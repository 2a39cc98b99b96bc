"""Why a user gets a value, and what a change would change, without changing anything."""
