"""Make the full-text indexes; the store fills them when it has been brought up to date."""

from __future__ import annotations

import re

from alembic import op
from sqlalchemy import text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Deleted words leave no trace in the index: SQLite can do so from this version on.
_SECURE_DELETE = (3, 42)


def upgrade() -> None:
    """Make both indexes."""
    version = op.get_bind().execute(text("SELECT sqlite_version()")).scalar_one()
    for table in ("event_words", "report_words"):
        # The stored words settle what matches, so positions are not needed. (detail = none would be
        # half as large, but SQLite 3.53 spoils such an index when it deletes securely.)
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5"
            "(words, tokenize = 'trigram case_sensitive 1', detail = column)"
        )
        if tuple(map(int, re.findall(r"\d+", version))) >= _SECURE_DELETE:
            op.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")
