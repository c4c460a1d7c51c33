"""What is being typed: kept within seconds, found again after a crash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.repos import drafts as drafts_repo


@dataclass(frozen=True, slots=True)
class Draft:
    """Something being typed: what for (``kind``), about what (``subject``), and the fields."""

    kind: str
    subject: str
    payload: Mapping[str, Any]
    updated_at: datetime


def find(ctx: Context, kind: str, subject: str = "") -> Draft | None:
    """Return the draft of the person at the desk, if one is kept."""
    with ctx.reading() as session:
        row = drafts_repo.find(session, ctx.actor.id, kind, subject)
        return Draft(row.kind, row.subject, row.payload, row.updated_at) if row else None


def all_of_mine(ctx: Context) -> tuple[Draft, ...]:
    """Return every draft of the person at the desk, newest first."""
    with ctx.reading() as session:
        return tuple(
            Draft(row.kind, row.subject, row.payload, row.updated_at)
            for row in drafts_repo.all_of(session, ctx.actor.id)
        )


def keep(ctx: Context, kind: str, subject: str, payload: Mapping[str, Any]) -> Outcome[None]:
    """Keep what is being typed, in place of what was kept before."""
    with ctx.keeping_house() as write:
        drafts_repo.keep(
            write.session, ctx.actor.id, kind, subject, payload=dict(payload), at=write.at
        )
    return Outcome(None)


def drop(ctx: Context, kind: str, subject: str = "") -> Outcome[None]:
    """Throw away what was typed; it was saved or is not wanted."""
    with ctx.keeping_house() as write:
        drafts_repo.drop(write.session, ctx.actor.id, kind, subject)
    return Outcome(None, Changes(lists=frozenset({Listing.DRAFTS})))
