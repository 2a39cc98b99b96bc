"""Import of flags from other systems' files, and export."""
