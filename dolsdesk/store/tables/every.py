"""Importing this module declares every table; a new module of tables is named here."""

from dolsdesk.store.tables import (
    allocations,
    assessments,
    assessors,
    audit,
    batches,
    campaigns,
    copies,
    counters,
    decisions,
    documents,
    drafts,
    events,
    fees,
    merges,
    people,
    places,
    question_sets,
    rates,
    records,
    requests,
    settings,
    staff,
    summaries,
    views,
)

__all__ = [
    "allocations", "assessments", "assessors", "audit", "batches", "campaigns", "copies",
    "counters", "decisions", "documents", "drafts", "events", "fees", "merges", "people", "places",
    "question_sets", "rates", "records", "requests", "settings", "staff", "summaries", "views",
]  # fmt: skip
