"""What is being typed: kept within seconds, found again after a crash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.repos import drafts as drafts_repo
from dolsdesk.store.tables.drafts import DraftRow


@dataclass(frozen=True, slots=True)
class Draft:
    """Something being typed: what for (``kind``), about what (``subject``), and the fields.

    ``revision`` counts how often it was kept.
    """

    kind: str
    subject: str
    payload: Mapping[str, Any]
    updated_at: datetime
    revision: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of keeping a draft.

    ``elsewhere`` is what another desk of the same person had kept since this one last looked; it
    is given back because the draft now holds what this desk has.
    """

    revision: int
    elsewhere: Draft | None = None


def find(ctx: Context, kind: str, subject: str = "") -> Draft | None:
    """Return the draft of the person at the desk, if one is kept."""
    with ctx.reading() as session:
        row = drafts_repo.find(session, ctx.actor.id, kind, subject)
        return _draft(row) if row else None


def all_of_mine(ctx: Context) -> tuple[Draft, ...]:
    """Return every draft of the person at the desk, newest first."""
    with ctx.reading() as session:
        return tuple(_draft(row) for row in drafts_repo.all_of(session, ctx.actor.id))


def others(ctx: Context, kind: str, subject: str) -> tuple[tuple[str, datetime], ...]:
    """Return who else is writing the same thing, and when they were last seen to, newest first."""
    with ctx.reading() as session:
        return tuple(drafts_repo.of_others(session, ctx.actor.id, kind, subject))


def keep(
    ctx: Context, kind: str, subject: str, payload: Mapping[str, Any], *, seen: int | None = None
) -> Outcome[Kept]:
    """Keep what is being typed, in place of what was kept before.

    ``seen`` is the revision this desk knows, 0 where it found none. Where the draft has another
    one by now, what it held is given back: nothing typed at either desk is lost.
    """
    with ctx.keeping_house() as write:
        row = drafts_repo.find(write.session, ctx.actor.id, kind, subject)
        moved = seen is not None and row is not None and row.revision != seen
        elsewhere = _draft(row) if row is not None and moved else None
        revision = drafts_repo.keep(
            write.session, ctx.actor.id, kind, subject, payload=dict(payload), at=write.at
        )
    return Outcome(Kept(revision, elsewhere))


def drop(ctx: Context, kind: str, subject: str = "") -> Outcome[None]:
    """Throw away what was typed; it was saved or is not wanted."""
    with ctx.keeping_house() as write:
        drafts_repo.drop(write.session, ctx.actor.id, kind, subject)
    return Outcome(None, Changes(lists=frozenset({Listing.DRAFTS})))


def _draft(row: DraftRow) -> Draft:
    return Draft(row.kind, row.subject, row.payload, row.updated_at, row.revision)
