"""Keep what tables gave: a report read again has its rows' own dates and places."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the rows come when their files are read again."""
    op.execute("""CREATE TABLE given_rows (
        number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        report_id TEXT NOT NULL REFERENCES reports (report_id),
        version INTEGER NOT NULL,
        given TEXT NOT NULL,
        row_hash TEXT NOT NULL,
        UNIQUE (report_id, version))""")
