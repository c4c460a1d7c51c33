"""The first version: every table, the append-only triggers, the search index."""

import sqlalchemy as sa
from alembic import op

from dolsdesk.store.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

BESIDES = {
    "sqlite": (
        "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT "
        "RAISE(ABORT, 'audit_entry is append-only'); END",
        "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT "
        "RAISE(ABORT, 'audit_entry is append-only'); END",
        "CREATE TRIGGER batch_no_update BEFORE UPDATE ON batch BEGIN SELECT RAISE(ABORT, "
        "'batch is append-only'); END",
        "CREATE TRIGGER batch_no_delete BEFORE DELETE ON batch BEGIN SELECT RAISE(ABORT, "
        "'batch is append-only'); END",
        "CREATE TRIGGER batch_line_no_update BEFORE UPDATE ON batch_line BEGIN SELECT "
        "RAISE(ABORT, 'batch_line is append-only'); END",
        "CREATE TRIGGER batch_line_no_delete BEFORE DELETE ON batch_line BEGIN SELECT "
        "RAISE(ABORT, 'batch_line is append-only'); END",
        "CREATE TRIGGER campaign_event_no_update BEFORE UPDATE ON campaign_event BEGIN "
        "SELECT RAISE(ABORT, 'campaign_event is append-only'); END",
        "CREATE TRIGGER campaign_event_no_delete BEFORE DELETE ON campaign_event BEGIN "
        "SELECT RAISE(ABORT, 'campaign_event is append-only'); END",
        "CREATE TRIGGER campaign_letter_no_update BEFORE UPDATE ON campaign_letter BEGIN "
        "SELECT RAISE(ABORT, 'campaign_letter is append-only'); END",
        "CREATE TRIGGER campaign_letter_no_delete BEFORE DELETE ON campaign_letter BEGIN "
        "SELECT RAISE(ABORT, 'campaign_letter is append-only'); END",
        "CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event BEGIN SELECT "
        "RAISE(ABORT, 'case_event is append-only'); END",
        "CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event BEGIN SELECT "
        "RAISE(ABORT, 'case_event is append-only'); END",
        "CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT "
        "RAISE(ABORT, 'document is append-only'); END",
        "CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT "
        "RAISE(ABORT, 'document is append-only'); END",
        "CREATE TRIGGER document_bytes_no_update BEFORE UPDATE ON document_bytes BEGIN "
        "SELECT RAISE(ABORT, 'document_bytes is append-only'); END",
        "CREATE TRIGGER document_bytes_no_delete BEFORE DELETE ON document_bytes BEGIN "
        "SELECT RAISE(ABORT, 'document_bytes is append-only'); END",
        "CREATE TRIGGER record_entry_no_update BEFORE UPDATE ON record_entry BEGIN SELECT "
        "RAISE(ABORT, 'record_entry is append-only'); END",
        "CREATE TRIGGER record_entry_no_delete BEFORE DELETE ON record_entry BEGIN SELECT "
        "RAISE(ABORT, 'record_entry is append-only'); END",
        "CREATE TRIGGER assessor_rate_no_update BEFORE UPDATE ON assessor_rate BEGIN "
        "SELECT RAISE(ABORT, 'assessor_rate is append-only'); END",
        "CREATE TRIGGER assessor_rate_no_delete BEFORE DELETE ON assessor_rate BEGIN "
        "SELECT RAISE(ABORT, 'assessor_rate is append-only'); END",
        "CREATE TRIGGER question_set_no_update BEFORE UPDATE ON question_set BEGIN SELECT "
        "RAISE(ABORT, 'question_set is append-only'); END",
        "CREATE TRIGGER question_set_no_delete BEFORE DELETE ON question_set BEGIN SELECT "
        "RAISE(ABORT, 'question_set is append-only'); END",
        "CREATE TRIGGER fee_order_no_update BEFORE UPDATE ON fee_order BEGIN SELECT "
        "RAISE(ABORT, 'fee_order is append-only'); END",
        "CREATE TRIGGER fee_order_no_delete BEFORE DELETE ON fee_order BEGIN SELECT "
        "RAISE(ABORT, 'fee_order is append-only'); END",
        "CREATE TRIGGER fee_entry_no_update BEFORE UPDATE ON fee_entry BEGIN SELECT "
        "RAISE(ABORT, 'fee_entry is append-only'); END",
        "CREATE TRIGGER fee_entry_no_delete BEFORE DELETE ON fee_entry BEGIN SELECT "
        "RAISE(ABORT, 'fee_entry is append-only'); END",
        "CREATE TRIGGER place_handover_no_update BEFORE UPDATE ON place_handover BEGIN "
        "SELECT RAISE(ABORT, 'place_handover is append-only'); END",
        "CREATE TRIGGER place_handover_no_delete BEFORE DELETE ON place_handover BEGIN "
        "SELECT RAISE(ABORT, 'place_handover is append-only'); END",
        "CREATE VIRTUAL TABLE search_request USING fts5(words, tokenize = 'unicode61 "
        "remove_diacritics 2', prefix = '2 3')",
        "CREATE VIRTUAL TABLE search_request_words USING fts5vocab(search_request, 'row')",
        "CREATE VIRTUAL TABLE search_person USING fts5(words, tokenize = 'unicode61 "
        "remove_diacritics 2', prefix = '2 3')",
        "CREATE VIRTUAL TABLE search_person_words USING fts5vocab(search_person, 'row')",
        "CREATE VIRTUAL TABLE search_place USING fts5(words, tokenize = 'unicode61 "
        "remove_diacritics 2', prefix = '2 3')",
        "CREATE VIRTUAL TABLE search_place_words USING fts5vocab(search_place, 'row')",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER batch_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON batch FOR EACH "
        "STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER batch_line_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON batch_line "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER campaign_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "campaign_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER campaign_letter_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "campaign_letter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER case_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON document FOR "
        "EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_bytes_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "document_bytes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER record_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "record_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER assessor_rate_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "assessor_rate FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER question_set_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "question_set FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fee_order_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON fee_order "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fee_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON fee_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER place_handover_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "place_handover FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TABLE search_request (rowid bigint PRIMARY KEY, words text NOT NULL, "
        "tokens tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED)",
        "CREATE INDEX ix_search_request_tokens ON search_request USING gin (tokens)",
        "CREATE TABLE search_person (rowid bigint PRIMARY KEY, words text NOT NULL, "
        "tokens tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED)",
        "CREATE INDEX ix_search_person_tokens ON search_person USING gin (tokens)",
        "CREATE TABLE search_place (rowid bigint PRIMARY KEY, words text NOT NULL, tokens "
        "tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED)",
        "CREATE INDEX ix_search_place_tokens ON search_place USING gin (tokens)",
    ),
}


def choice(*values: str, length: int) -> sa.Enum:
    """Return the type of a column that holds one of some codes, as checked text."""
    return sa.Enum(*values, native_enum=False, create_constraint=True, length=length, name=None)


def upgrade() -> None:  # noqa: PLR0915  (one statement a table)
    op.create_table(
        "assessor",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column(
            "profession",
            choice("amhp", "social_worker", "nurse", "ot", "psychologist", "doctor", length=24),
            nullable=False,
        ),
        sa.Column("regulator_no", sa.String(length=400), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("s12_until", sa.Date(), nullable=True),
        sa.Column("amhp_until", sa.Date(), nullable=True),
        sa.Column("initial_training_on", sa.Date(), nullable=True),
        sa.Column("insured_until", sa.Date(), nullable=True),
        sa.Column("dbs_on", sa.Date(), nullable=True),
        sa.Column("is_employed_by_council", sa.Boolean(), nullable=False),
        sa.Column("serves_council_otherwise", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.String(length=400), nullable=False),
        sa.Column("specialisms", sa.String(length=400), nullable=False),
        sa.Column("base", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=400), nullable=False),
        sa.Column("week_limit", sa.Integer(), nullable=True),
        sa.Column("week_minutes", sa.Integer(), nullable=True),
        sa.Column("post_minutes", sa.Integer(), nullable=True),
        sa.Column("availability", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor")),
    )
    op.create_index(op.f("ix_assessor_name_key"), "assessor", ["name_key"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("seq", KEY, autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=400), nullable=False),
        sa.Column("workstation", sa.String(length=400), nullable=False),
        sa.Column("action", sa.String(length=400), nullable=False),
        sa.Column("entity", sa.String(length=400), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("prev_hash", sa.String(length=400), nullable=False),
        sa.Column("hash", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        "ix_audit_entry_entity_entity_id", "audit_entry", ["entity", "entity_id"], unique=False
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "incoming_bytes",
        sa.Column("sha256", sa.String(length=400), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_incoming_bytes")),
    )
    op.create_table(
        "person",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=400), nullable=False),
        sa.Column("family_name", sa.String(length=400), nullable=False),
        sa.Column("given_names", sa.String(length=400), nullable=False),
        sa.Column("known_as", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("estimated_age", sa.Integer(), nullable=True),
        sa.Column(
            "gender", choice("female", "male", "other", "not_stated", length=24), nullable=False
        ),
        sa.Column("nhs_number", sa.String(length=400), nullable=True),
        sa.Column("social_care_id", sa.String(length=400), nullable=False),
        sa.Column("usual_address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=400), nullable=False),
        sa.Column("communication_needs", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=400), nullable=False),
        sa.Column("ethnicity", sa.String(length=400), nullable=False),
        sa.Column("date_of_death", sa.Date(), nullable=True),
        sa.Column("merged_into_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["person.id"], name=op.f("fk_person_merged_into_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("nhs_number", name=op.f("uq_person_nhs_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_person_ref")),
    )
    op.create_index("ix_person_born_name", "person", ["date_of_birth", "name_key"], unique=False)
    op.create_index(op.f("ix_person_date_of_birth"), "person", ["date_of_birth"], unique=False)
    op.create_index(op.f("ix_person_name_key"), "person", ["name_key"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("kind", choice("care_home", "hospital", "other", length=24), nullable=False),
        sa.Column("cqc_location_code", sa.String(length=400), nullable=True),
        sa.Column("cqc_provider_code", sa.String(length=400), nullable=False),
        sa.Column("managing_authority", sa.String(length=400), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=400), nullable=False),
        sa.Column("council", sa.String(length=400), nullable=False),
        sa.Column("service_types", sa.String(length=400), nullable=False),
        sa.Column("is_run_by_council", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("concern", sa.Text(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("cqc_location_code", name=op.f("uq_place_cqc_location_code")),
    )
    op.create_index(op.f("ix_place_name_key"), "place", ["name_key"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_saved_view_staff_id_name")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "assessor_interest",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("assessor_id", KEY, nullable=False),
        sa.Column(
            "kind",
            choice(
                "relative_of_person",
                "relative_of_financial",
                "financial_interest",
                "involved_in_care",
                "employed_by_council",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_assessor_interest_assessor_id_assessor")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assessor_interest_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_assessor_interest_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_interest")),
    )
    op.create_index(
        op.f("ix_assessor_interest_assessor_id"), "assessor_interest", ["assessor_id"], unique=False
    )
    op.create_table(
        "assessor_leave",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("assessor_id", KEY, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_assessor_leave_assessor_id_assessor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_leave")),
    )
    op.create_index(
        op.f("ix_assessor_leave_assessor_id"), "assessor_leave", ["assessor_id"], unique=False
    )
    op.create_table(
        "assessor_rate",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("assessor_id", KEY, nullable=False),
        sa.Column(
            "kind",
            choice(
                "fee_mh_assessment",
                "fee_mh_mc_elig_bundle",
                "fee_bia_independent",
                "fee_review",
                "fee_para69",
                "fee_travel",
                "fee_cancelled",
                length=24,
            ),
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
    op.create_table(
        "assessor_training",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("assessor_id", KEY, nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_assessor_training_assessor_id_assessor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_training")),
    )
    op.create_index(
        op.f("ix_assessor_training_assessor_id"), "assessor_training", ["assessor_id"], unique=False
    )
    op.create_table(
        "contact",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("relationship", sa.String(length=400), nullable=False),
        sa.Column(
            "role",
            choice("family", "friend", "carer", "donee", "deputy", "advocate", "other", length=24),
            nullable=False,
        ),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("job_title", sa.String(length=400), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("login", sa.String(length=400), nullable=False),
        sa.Column("assessor_id", KEY, nullable=True),
        sa.Column("signs_until", sa.Date(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_staff_assessor_id_assessor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_table(
        "allocation_batch",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_by", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", KEY, nullable=True),
        sa.Column("undone_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["staff.id"], name=op.f("fk_allocation_batch_accepted_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["staff.id"], name=op.f("fk_allocation_batch_undone_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_batch")),
    )
    op.create_table(
        "batch",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column(
            "act",
            choice("reallocate", "next_contact", "letter_due", "note", length=24),
            nullable=False,
        ),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("undoes_id", KEY, nullable=True),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("begun_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(["begun_by"], ["staff.id"], name=op.f("fk_batch_begun_by_staff")),
        sa.ForeignKeyConstraint(["undoes_id"], ["batch.id"], name=op.f("fk_batch_undoes_id_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_index(op.f("ix_batch_undoes_id"), "batch", ["undoes_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("issuer", sa.String(length=400), nullable=False),
        sa.Column("fingerprint", sa.String(length=400), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", KEY, nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["staff.id"], name=op.f("fk_certificate_added_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_table(
        "draft",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("staff_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "staff_id", "kind", "subject", name=op.f("uq_draft_staff_id_kind_subject")
        ),
    )
    op.create_table(
        "person_apart",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("first_id", KEY, nullable=False),
        sa.Column("second_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_person_apart_decided_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["person.id"], name=op.f("fk_person_apart_first_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["person.id"], name=op.f("fk_person_apart_second_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_apart")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_person_apart_first_id_second_id")
        ),
    )
    op.create_index(op.f("ix_person_apart_first_id"), "person_apart", ["first_id"], unique=False)
    op.create_index(op.f("ix_person_apart_second_id"), "person_apart", ["second_id"], unique=False)
    op.create_table(
        "person_merge",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("kept_id", KEY, nullable=False),
        sa.Column("merged_id", KEY, nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("merged_by", KEY, nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", KEY, nullable=True),
        sa.Column("undone_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["person.id"], name=op.f("fk_person_merge_kept_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["merged_by"], ["staff.id"], name=op.f("fk_person_merge_merged_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["person.id"], name=op.f("fk_person_merge_merged_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["staff.id"], name=op.f("fk_person_merge_undone_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index(op.f("ix_person_merge_kept_id"), "person_merge", ["kept_id"], unique=False)
    op.create_index(op.f("ix_person_merge_merged_id"), "person_merge", ["merged_id"], unique=False)
    op.create_table(
        "place_handover",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("before", sa.String(length=400), nullable=False),
        sa.Column("managing_authority", sa.String(length=400), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_handover_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_place_handover_recorded_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_handover")),
    )
    op.create_index(
        op.f("ix_place_handover_place_id"), "place_handover", ["place_id"], unique=False
    )
    op.create_table(
        "question_set",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("set_id", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff.id"], name=op.f("fk_question_set_made_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_set")),
        sa.UniqueConstraint("set_id", "version", name=op.f("uq_question_set_set_id_version")),
    )
    op.create_table(
        "request",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("scheme", sa.String(length=400), nullable=False),
        sa.Column("ref", sa.String(length=400), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column(
            "type",
            choice(
                "first",
                "follow_on",
                "change_of_place",
                "during_review",
                "after_court",
                "deemed",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            choice(
                "received",
                "checking",
                "waiting",
                "allocated",
                "assessing",
                "all_positive",
                "with_signatory",
                "returned",
                "granted",
                "negative",
                "not_granted",
                "withdrawn",
                "no_longer_needed",
                "transferred",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_time", sa.Time(), nullable=True),
        sa.Column(
            "channel",
            choice("email", "portal", "post", "phone_confirmed", length=24),
            nullable=False,
        ),
        sa.Column(
            "form_used", choice("form_1", "form_2", "other_written", length=24), nullable=False
        ),
        sa.Column("form_signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(length=400), nullable=False),
        sa.Column("urgent_given", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("sa_sought_from", sa.Date(), nullable=True),
        sa.Column("restrictions", sa.Text(), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=False),
        sa.Column("person_view", sa.Text(), nullable=False),
        sa.Column("person_objects", choice("yes", "no", "unknown", length=24), nullable=False),
        sa.Column("arrangements_from", sa.Date(), nullable=True),
        sa.Column("arrangements_to", sa.Date(), nullable=True),
        sa.Column("ward", sa.String(length=400), nullable=False),
        sa.Column("contact_name", sa.String(length=400), nullable=False),
        sa.Column("contact_phone", sa.String(length=400), nullable=False),
        sa.Column("contact_email", sa.String(length=400), nullable=False),
        sa.Column(
            "residence_status",
            choice("agreed", "queried", "disputed", "determined", length=24),
            nullable=False,
        ),
        sa.Column("residence_council", sa.String(length=400), nullable=False),
        sa.Column("s39a_applies", choice("yes", "no", "unknown", length=24), nullable=False),
        sa.Column("mha_status", sa.String(length=400), nullable=False),
        sa.Column("advance_decision", choice("yes", "no", "unknown", length=24), nullable=False),
        sa.Column("existing_sa_last_day", sa.Date(), nullable=True),
        sa.Column(
            "funding",
            choice(
                "local_authority", "nhs_chc", "joint", "self_funded", "s117", "unknown", length=24
            ),
            nullable=False,
        ),
        sa.Column("priority", choice("high", "medium", "low", length=24), nullable=True),
        sa.Column("priority_reason", sa.Text(), nullable=False),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_request_person_id_person")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_request_place_id_place")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_request_recorded_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("ref", name=op.f("uq_request_ref")),
    )
    op.create_index(op.f("ix_request_person_id"), "request", ["person_id"], unique=False)
    op.create_index(op.f("ix_request_place_id"), "request", ["place_id"], unique=False)
    op.create_index(op.f("ix_request_received_on"), "request", ["received_on"], unique=False)
    op.create_table(
        "rescreen_campaign",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("test", sa.String(length=400), nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("target_end", sa.Date(), nullable=True),
        sa.Column(
            "cohort",
            choice("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "view", length=24),
            nullable=False,
        ),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            choice(
                "campaign_draft",
                "campaign_locked",
                "campaign_running",
                "campaign_paused",
                "campaign_closing",
                "campaign_closed",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("snapshot_at", UtcDateTime(), nullable=True),
        sa.Column("template", sa.String(length=400), nullable=False),
        sa.Column("letter_approved_by", sa.String(length=400), nullable=False),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("reminder_days", sa.Integer(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("sign_off_by", sa.String(length=400), nullable=False),
        sa.Column("signed_off_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_rescreen_campaign_owner_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescreen_campaign")),
    )
    op.create_table(
        "allocation",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("kind", choice("age", "mh", "mc", "bi", "elig", "nr", length=24), nullable=False),
        sa.Column("assessor_id", KEY, nullable=False),
        sa.Column("selected_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("return_on", sa.Date(), nullable=True),
        sa.Column("declarations", sa.JSON(), nullable=False),
        sa.Column("eligibility", sa.JSON(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=400), nullable=False),
        sa.Column("stop_notice_on", sa.Date(), nullable=True),
        sa.Column("batch_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_allocation_assessor_id_assessor")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["allocation_batch.id"],
            name=op.f("fk_allocation_batch_id_allocation_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_allocation_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    op.create_index(op.f("ix_allocation_assessor_id"), "allocation", ["assessor_id"], unique=False)
    op.create_index(op.f("ix_allocation_batch_id"), "allocation", ["batch_id"], unique=False)
    op.create_index(op.f("ix_allocation_request_id"), "allocation", ["request_id"], unique=False)
    op.create_index(
        "ix_allocation_selected_on", "allocation", ["selected_on", "request_id"], unique=False
    )
    op.create_table(
        "assessment",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("kind", choice("age", "mh", "mc", "bi", "elig", "nr", length=24), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("method", choice("new", "equivalent", length=24), nullable=False),
        sa.Column("assessor_id", KEY, nullable=True),
        sa.Column("assessor_name", sa.String(length=400), nullable=False),
        sa.Column("carried_out_on", sa.Date(), nullable=False),
        sa.Column("result", choice("positive", "negative", length=24), nullable=False),
        sa.Column("copy_received_on", sa.Date(), nullable=True),
        sa.Column("legal_test", sa.String(length=400), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_assessment_assessor_id_assessor")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_assessment_recorded_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_assessment_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "request_id",
            "kind",
            "version_no",
            name=op.f("uq_assessment_request_id_kind_version_no"),
        ),
    )
    op.create_index(
        op.f("ix_assessment_carried_out_on"), "assessment", ["carried_out_on"], unique=False
    )
    op.create_index(op.f("ix_assessment_request_id"), "assessment", ["request_id"], unique=False)
    op.create_table(
        "authorisation",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("period_reason", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("eligibility_case", sa.String(length=400), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("scrutiny", sa.JSON(), nullable=False),
        sa.Column("scrutiny_notes", sa.Text(), nullable=False),
        sa.Column("representative", sa.JSON(), nullable=True),
        sa.Column("signatory_id", KEY, nullable=False),
        sa.Column("signatory_name", sa.String(length=400), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=400), nullable=False),
        sa.Column("late_reason", sa.String(length=400), nullable=False),
        sa.Column("late_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_authorisation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_authorisation_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_authorisation_request_id_request")
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["staff.id"], name=op.f("fk_authorisation_signatory_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
    )
    op.create_index(op.f("ix_authorisation_last_day"), "authorisation", ["last_day"], unique=False)
    op.create_index(
        op.f("ix_authorisation_person_id"), "authorisation", ["person_id"], unique=False
    )
    op.create_index(op.f("ix_authorisation_place_id"), "authorisation", ["place_id"], unique=False)
    op.create_index(
        op.f("ix_authorisation_request_id"), "authorisation", ["request_id"], unique=True
    )
    op.create_table(
        "batch_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_batch_line_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_batch_line_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_line")),
        sa.UniqueConstraint(
            "batch_id", "request_id", name=op.f("uq_batch_line_batch_id_request_id")
        ),
    )
    op.create_index(op.f("ix_batch_line_request_id"), "batch_line", ["request_id"], unique=False)
    op.create_table(
        "campaign_letter",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=400), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=400), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["rescreen_campaign.id"],
            name=op.f("fk_campaign_letter_campaign_id_rescreen_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff.id"], name=op.f("fk_campaign_letter_made_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_campaign_letter_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_letter")),
    )
    op.create_index(
        op.f("ix_campaign_letter_campaign_id"), "campaign_letter", ["campaign_id"], unique=False
    )
    op.create_index(
        op.f("ix_campaign_letter_place_id"), "campaign_letter", ["place_id"], unique=False
    )
    op.create_table(
        "case_event",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_time", sa.Time(), nullable=True),
        sa.Column("kind", sa.String(length=400), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("corrects_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["case_event.id"], name=op.f("fk_case_event_corrects_id_case_event")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_case_event_recorded_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_case_event_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    op.create_index(op.f("ix_case_event_request_id"), "case_event", ["request_id"], unique=False)
    op.create_table(
        "case_summary",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=400), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=400), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("place_name", sa.String(length=400), nullable=False),
        sa.Column("place_key", sa.String(length=400), nullable=False),
        sa.Column(
            "place_kind", choice("care_home", "hospital", "other", length=24), nullable=False
        ),
        sa.Column(
            "state",
            choice(
                "received",
                "checking",
                "waiting",
                "allocated",
                "assessing",
                "all_positive",
                "with_signatory",
                "returned",
                "granted",
                "negative",
                "not_granted",
                "withdrawn",
                "no_longer_needed",
                "transferred",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("urgent_given", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.String(length=400), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("urgent_last_on", sa.Date(), nullable=True),
        sa.Column("no_authority_from", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("renewal_prompt_on", sa.Date(), nullable=True),
        sa.Column("has_further_request", sa.Boolean(), nullable=False),
        sa.Column("next_step", sa.String(length=400), nullable=False),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("is_letter_due", sa.Boolean(), nullable=False),
        sa.Column("triaged_on", sa.Date(), nullable=True),
        sa.Column("triage_asked_on", sa.Date(), nullable=True),
        sa.Column("contacted_on", sa.Date(), nullable=True),
        sa.Column("agni_screen", sa.String(length=400), nullable=False),
        sa.Column("bia_id", sa.Integer(), nullable=True),
        sa.Column("bia_name", sa.String(length=400), nullable=False),
        sa.Column("mh_id", sa.Integer(), nullable=True),
        sa.Column("mh_name", sa.String(length=400), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.Column("late_reason", sa.String(length=400), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("unsent_count", sa.Integer(), nullable=False),
        sa.Column("objects", sa.Boolean(), nullable=False),
        sa.Column("legal_test", sa.String(length=400), nullable=False),
        sa.Column("edition", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_case_summary_request_id_request")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_case_summary")),
    )
    op.create_index("ix_case_summary_bia", "case_summary", ["bia_id", "is_open"], unique=False)
    op.create_index(
        "ix_case_summary_decided", "case_summary", ["decided_on", "request_id"], unique=False
    )
    op.create_index(
        "ix_case_summary_expires", "case_summary", ["expires_on", "request_id"], unique=False
    )
    op.create_index("ix_case_summary_mh", "case_summary", ["mh_id", "is_open"], unique=False)
    op.create_index(
        "ix_case_summary_name", "case_summary", ["name_key", "request_id"], unique=False
    )
    op.create_index(
        "ix_case_summary_no_authority",
        "case_summary",
        ["is_open", "no_authority_from", "request_id"],
        unique=False,
    )
    op.create_index(
        "ix_case_summary_open_due",
        "case_summary",
        ["is_open", "due_on", "request_id"],
        unique=False,
    )
    op.create_index(
        "ix_case_summary_open_name",
        "case_summary",
        ["is_open", "name_key", "request_id"],
        unique=False,
    )
    op.create_index(
        "ix_case_summary_open_place",
        "case_summary",
        ["is_open", "place_key", "request_id"],
        unique=False,
    )
    op.create_index(
        "ix_case_summary_open_received",
        "case_summary",
        ["is_open", "received_on", "request_id"],
        unique=False,
    )
    op.create_index("ix_case_summary_person", "case_summary", ["person_id"], unique=False)
    op.create_index(
        "ix_case_summary_received", "case_summary", ["received_on", "request_id"], unique=False
    )
    op.create_index(
        "ix_case_summary_state", "case_summary", ["state", "due_on", "request_id"], unique=False
    )
    op.create_index(
        "ix_case_summary_waiting",
        "case_summary",
        [
            "state",
            "priority",
            "no_authority_from",
            "due_on",
            "received_on",
            "next_contact_on",
            "triaged_on",
            "triage_asked_on",
        ],
        unique=False,
    )
    op.create_table(
        "fee_order",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=400), nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("assessor_id", KEY, nullable=False),
        sa.Column(
            "kind",
            choice(
                "fee_mh_assessment",
                "fee_mh_mc_elig_bundle",
                "fee_bia_independent",
                "fee_review",
                "fee_para69",
                "fee_travel",
                "fee_cancelled",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["assessor.id"], name=op.f("fk_fee_order_assessor_id_assessor")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_fee_order_recorded_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_fee_order_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_order")),
        sa.UniqueConstraint("ref", name=op.f("uq_fee_order_ref")),
    )
    op.create_index(op.f("ix_fee_order_assessor_id"), "fee_order", ["assessor_id"], unique=False)
    op.create_index(op.f("ix_fee_order_ordered_on"), "fee_order", ["ordered_on"], unique=False)
    op.create_index(op.f("ix_fee_order_request_id"), "fee_order", ["request_id"], unique=False)
    op.create_table(
        "incoming",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column(
            "kind",
            choice(
                "in_form_1",
                "in_form_2",
                "in_form_10",
                "in_form_12",
                "in_assessment",
                "in_care_plan",
                "in_medical",
                "in_power",
                "in_court",
                "in_email",
                "in_letter",
                "in_photograph",
                "in_other",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column(
            "media",
            choice(
                "media_pdf",
                "media_jpeg",
                "media_png",
                "media_tiff",
                "media_gif",
                "media_bmp",
                "media_webp",
                "media_heic",
                "media_word",
                "media_sheet",
                "media_slides",
                "media_open_document",
                "media_old_office",
                "media_locked_office",
                "media_rich_text",
                "media_email",
                "media_outlook",
                "media_markup",
                "media_csv",
                "media_text",
                "media_archive",
                "media_storage",
                "media_program",
                "media_unknown",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "fit",
            choice(
                "fit_whole", "fit_macros", "fit_locked", "fit_damaged", "fit_not_shown", length=24
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=400), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_incoming_entered_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["incoming.id"], name=op.f("fk_incoming_parent_id_incoming")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_incoming_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_incoming_request_id_request")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["incoming_bytes.sha256"], name=op.f("fk_incoming_sha256_incoming_bytes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
    )
    op.create_index(op.f("ix_incoming_parent_id"), "incoming", ["parent_id"], unique=False)
    op.create_index(op.f("ix_incoming_person_id"), "incoming", ["person_id"], unique=False)
    op.create_index(op.f("ix_incoming_request_id"), "incoming", ["request_id"], unique=False)
    op.create_index(op.f("ix_incoming_sha256"), "incoming", ["sha256"], unique=False)
    op.create_table(
        "record",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            choice(
                "closure",
                "urgent_end",
                "suspension",
                "cessation",
                "review",
                "absence",
                "residence",
                "referral",
                "enquiry",
                "representative",
                "representative_contact",
                "advocate",
                "objection",
                "court",
                "condition",
                "triage",
                "waiting_contact",
                "contact_plan",
                "note",
                "visit",
                "test_record",
                "return_note",
                "correction",
                "prepared",
                "legal_task",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("request_id", KEY, nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_record_person_id_person")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_record_place_id_place")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_record_recorded_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_record_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index("ix_record_kind_began_on", "record", ["kind", "began_on"], unique=False)
    op.create_index(op.f("ix_record_person_id"), "record", ["person_id"], unique=False)
    op.create_index("ix_record_request_id_kind", "record", ["request_id", "kind"], unique=False)
    op.create_table(
        "refusal",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("is_no_deprivation", sa.Boolean(), nullable=False),
        sa.Column("says_unauthorised", sa.Boolean(), nullable=False),
        sa.Column("ma_received_on", sa.Date(), nullable=True),
        sa.Column("signatory_id", KEY, nullable=False),
        sa.Column("signatory_name", sa.String(length=400), nullable=False),
        sa.Column("late_reason", sa.String(length=400), nullable=False),
        sa.Column("late_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_refusal_request_id_request")
        ),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["staff.id"], name=op.f("fk_refusal_signatory_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_request_id"), "refusal", ["request_id"], unique=True)
    op.create_table(
        "urgent_authorisation",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_time", sa.Time(), nullable=True),
        sa.Column("period_days", sa.Integer(), nullable=True),
        sa.Column("stated_last_day", sa.Date(), nullable=True),
        sa.Column("given_by", sa.String(length=400), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_urgent_authorisation_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_authorisation")),
    )
    op.create_index(
        op.f("ix_urgent_authorisation_request_id"),
        "urgent_authorisation",
        ["request_id"],
        unique=True,
    )
    op.create_table(
        "urgent_extension",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("decision_reasons", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_urgent_extension_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_extension")),
    )
    op.create_index(
        op.f("ix_urgent_extension_request_id"), "urgent_extension", ["request_id"], unique=True
    )
    op.create_table(
        "campaign_item",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=True),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column(
            "subject",
            choice(
                "subject_request",
                "subject_authorisation",
                "subject_court",
                "subject_finding",
                "subject_third_party",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("priority", choice("high", "medium", "low", length=24), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            choice(
                "item_selected",
                "item_sent",
                "item_reminded",
                "item_returned",
                "item_not_returned",
                "item_triaged",
                "item_action_open",
                "item_decided",
                "item_done",
                "item_excluded",
                "item_escalated",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_top_up", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column(
            "triage_view",
            choice("likely_dol", "likely_not_dol", "unclear", "circumstances_changed", length=24),
            nullable=True,
        ),
        sa.Column("triage_why", sa.Text(), nullable=False),
        sa.Column(
            "next_action",
            choice(
                "action_allocate_bia",
                "action_ask_ma",
                "action_part8",
                "action_chase",
                "action_visit",
                "action_legal",
                "action_safeguarding",
                "action_care_review",
                "action_close",
                "action_no_change",
                "action_run_to_expiry",
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("action_why", sa.Text(), nullable=False),
        sa.Column("action_owner", sa.String(length=400), nullable=False),
        sa.Column("action_due", sa.Date(), nullable=True),
        sa.Column("finding_ref", sa.String(length=400), nullable=False),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("excluded_reason", sa.Text(), nullable=False),
        sa.Column("escalated_why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["rescreen_campaign.id"],
            name=op.f("fk_campaign_item_campaign_id_rescreen_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_campaign_item_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_campaign_item_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_campaign_item_record_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_campaign_item_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_item")),
    )
    op.create_index(
        "ix_campaign_item_campaign_id_state",
        "campaign_item",
        ["campaign_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_campaign_item_person_id"), "campaign_item", ["person_id"], unique=False
    )
    op.create_index(op.f("ix_campaign_item_place_id"), "campaign_item", ["place_id"], unique=False)
    op.create_index(
        op.f("ix_campaign_item_request_id"), "campaign_item", ["request_id"], unique=False
    )
    op.create_table(
        "document",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=True),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("code", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("template", sa.String(length=400), nullable=False),
        sa.Column("edition", sa.String(length=400), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=400), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by", KEY, nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.Column("supersedes_id", KEY, nullable=True),
        sa.Column("superseded_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["staff.id"], name=op.f("fk_document_issued_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_document_record_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_document_request_id_request")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["document.id"], name=op.f("fk_document_supersedes_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_document_supersedes_id")),
    )
    op.create_index(op.f("ix_document_record_id"), "document", ["record_id"], unique=False)
    op.create_index(op.f("ix_document_request_id"), "document", ["request_id"], unique=False)
    op.create_table(
        "fee_entry",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            choice(
                "fee_claimed",
                "fee_rejected",
                "fee_released",
                "fee_order_cancelled",
                "fee_voided",
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("invoice_no", sa.String(length=400), nullable=False),
        sa.Column("invoice_key", sa.String(length=400), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=True),
        sa.Column("voids", sa.Integer(), nullable=True),
        sa.Column("form_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "reject",
            choice(
                "reject_duplicate",
                "reject_amount",
                "reject_not_ours",
                "reject_no_form",
                "reject_unreadable",
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["fee_order.id"], name=op.f("fk_fee_entry_order_id_fee_order")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_fee_entry_recorded_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_entry")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_fee_entry_order_id_number")),
    )
    op.create_index(
        "ix_fee_entry_happened_on_act", "fee_entry", ["happened_on", "act"], unique=False
    )
    op.create_index(op.f("ix_fee_entry_invoice_key"), "fee_entry", ["invoice_key"], unique=False)
    op.create_table(
        "record_entry",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_record_entry_record_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff.id"], name=op.f("fk_record_entry_recorded_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_entry")),
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_record_entry_record_id_number")),
    )
    op.create_table(
        "campaign_event",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("from_state", sa.String(length=400), nullable=False),
        sa.Column("to_state", sa.String(length=400), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff.id"], name=op.f("fk_campaign_event_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["rescreen_campaign.id"],
            name=op.f("fk_campaign_event_campaign_id_rescreen_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["campaign_item.id"], name=op.f("fk_campaign_event_item_id_campaign_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_event")),
    )
    op.create_index(
        op.f("ix_campaign_event_campaign_id"), "campaign_event", ["campaign_id"], unique=False
    )
    op.create_index(op.f("ix_campaign_event_item_id"), "campaign_event", ["item_id"], unique=False)
    op.create_table(
        "copy_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("event", sa.String(length=400), nullable=False),
        sa.Column("recipient", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("rule_id", sa.String(length=400), nullable=False),
        sa.Column("is_statutory", sa.Boolean(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("method", sa.String(length=400), nullable=False),
        sa.Column("reason_not_sent", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.String(length=400), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_copy_line_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_copy_line_request_id_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_line")),
    )
    op.create_index(op.f("ix_copy_line_request_id"), "copy_line", ["request_id"], unique=False)
    op.create_table(
        "document_bytes",
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_bytes_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_bytes")),
    )
    op.create_table(
        "screening_questionnaire",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=400), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("completed_by", sa.String(length=400), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("chosen_why", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.String(length=400), nullable=False),
        sa.Column("chosen_of", sa.Integer(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_screening_questionnaire_entered_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["campaign_item.id"],
            name=op.f("fk_screening_questionnaire_item_id_campaign_item"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_questionnaire")),
        sa.UniqueConstraint(
            "item_id", "number", name=op.f("uq_screening_questionnaire_item_id_number")
        ),
    )
    for statement in BESIDES[op.get_context().dialect.name]:
        op.execute(statement)
