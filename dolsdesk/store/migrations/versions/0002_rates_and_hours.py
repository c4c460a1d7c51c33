"""Rates of assessors, their hours for DoLS work in a week, and when they are available."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

FEES = (
    "mh_assessment",
    "mh_mc_elig_bundle",
    "bia_independent",
    "review",
    "para69",
    "travel",
    "cancelled",
)

KEPT = {
    "sqlite": (
        "CREATE TRIGGER assessor_rate_no_update BEFORE UPDATE ON assessor_rate BEGIN SELECT "
        "RAISE(ABORT, 'assessor_rate is append-only'); END",
        "CREATE TRIGGER assessor_rate_no_delete BEFORE DELETE ON assessor_rate BEGIN SELECT "
        "RAISE(ABORT, 'assessor_rate is append-only'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER assessor_rate_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "assessor_rate FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}


def upgrade() -> None:
    op.add_column("assessor", sa.Column("week_minutes", sa.Integer(), nullable=True))
    op.add_column(
        "assessor",
        sa.Column("availability", sa.String(length=400), server_default="", nullable=False),
    )
    op.create_table(
        "assessor_rate",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("assessor_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*FEES, native_enum=False, create_constraint=True, length=24, name=None),
            nullable=False,
        ),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_assessor_rate_assessor_id_assessor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_rate")),
    )
    op.create_index(
        op.f("ix_assessor_rate_assessor_id"), "assessor_rate", ["assessor_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_carried_out_on"), "assessment", ["carried_out_on"], unique=False
    )
    for statement in KEPT[op.get_context().dialect.name]:
        op.execute(statement)
