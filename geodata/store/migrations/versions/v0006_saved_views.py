"""Keep filters that people gave a name."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute("""CREATE TABLE saved_views (
        name TEXT PRIMARY KEY NOT NULL,
        params TEXT NOT NULL,
        saved_at TEXT NOT NULL)""")
