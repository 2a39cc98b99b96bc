"""The gap register: read, checked, changed and exported without a server."""
