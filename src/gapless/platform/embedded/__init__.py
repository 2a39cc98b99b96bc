"""Parts of the embedded PostgreSQL server; `gapless.platform.embedded_postgres` is its door."""
