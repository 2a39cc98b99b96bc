"""OpenAPI documents of servers under test, which uploads are joined with."""
