"""The server's side: which operations it declares, and which of them are stubs."""
