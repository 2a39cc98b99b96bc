"""The register in and out: Markdown in both languages, CSV, JSON, and what is wrong with it."""
