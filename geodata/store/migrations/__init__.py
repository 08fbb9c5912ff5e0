"""Alembic scripts that bring an older store up to date; run by `geodata.store` when needed."""
