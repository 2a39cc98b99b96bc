"""JavaScript and TypeScript, reduced to what decides which addresses a program calls."""
