"""A version to come that fails half-way."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("to_come", sa.Column("word", sa.String(20), nullable=False))
    op.execute("UPDATE person SET family_name = 'half-way'")
    op.execute("INSERT INTO nowhere (word) VALUES ('hello')")
