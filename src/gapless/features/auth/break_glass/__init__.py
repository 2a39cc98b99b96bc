"""Break-glass: emergency access for when everyone is locked out. Loud, audited, time-limited."""
