"""The few flags of the platform itself, as the settings list them."""
