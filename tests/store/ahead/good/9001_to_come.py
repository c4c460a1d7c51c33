"""A version to come: a new table, and one of today's tables built anew with a further column."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("to_come", sa.Column("word", sa.String(20), nullable=False))
    op.execute("INSERT INTO to_come (word) VALUES ('hello')")
    with op.batch_alter_table("person", recreate="auto") as person:
        person.add_column(sa.Column("nickname", sa.Text(), nullable=False, server_default=""))
        person.alter_column("ethnicity", type_=sa.Text(), existing_nullable=False)
