"""Every version of a flag, and the way back to one."""
