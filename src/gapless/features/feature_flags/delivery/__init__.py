"""Serving flags to programs: OFREP, the document for local providers, streams, counts."""
