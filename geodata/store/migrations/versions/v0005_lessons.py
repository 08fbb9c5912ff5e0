"""Keep which places people gave to which names, and which later events learnt from it."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, which the store fills when it has been brought up to date, and the column."""
    op.execute("""CREATE TABLE lessons (
        event_id TEXT PRIMARY KEY NOT NULL,
        number INTEGER NOT NULL,
        name_key TEXT NOT NULL,
        source TEXT NOT NULL,
        country_code TEXT NOT NULL,
        place TEXT NOT NULL,
        place_precision TEXT NOT NULL,
        who TEXT NOT NULL,
        decided_at TEXT NOT NULL)""")
    op.execute("CREATE INDEX lessons_by_name ON lessons (name_key)")
    op.execute("ALTER TABLE found_events ADD COLUMN taught_by TEXT")
    op.execute("CREATE INDEX found_events_by_teacher ON found_events (taught_by)")
