"""Make the full-text indexes anew: with the places of words, they answer alone."""

from __future__ import annotations

import re

from alembic import op
from sqlalchemy import text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Deleted words leave no trace in the index: SQLite can do so from this version on.
_SECURE_DELETE = (3, 42)


def upgrade() -> None:
    """Make both indexes empty; the store fills them."""
    version = op.get_bind().execute(text("SELECT sqlite_version()")).scalar_one()
    for table in ("event_words", "report_words"):
        op.execute(f"DROP TABLE {table}")
        # Without places the stored words had to be read to know that trigrams follow each other,
        # which took most of the time where a word is nearly everywhere.
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5"
            "(words, tokenize = 'trigram case_sensitive 1', detail = full)"
        )
        if tuple(map(int, re.findall(r"\d+", version))) >= _SECURE_DELETE:
            op.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")
