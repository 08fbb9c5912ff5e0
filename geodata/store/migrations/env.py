"""Runs the migrations on the connection that the store hands over, in one transaction each."""

from __future__ import annotations

from alembic import context

from geodata.store.tables import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transaction_per_migration=True,
)
context.run_migrations()
