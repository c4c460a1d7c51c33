"""The worklist and its saved views (SW1, SW2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.staff import Act
from dolsdesk.rules.ids import RuleId
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.reads import worklist as reads
from dolsdesk.store.reads.worklist import Bucket, CaseLine, Horizon, Page, Query, SortKey
from dolsdesk.store.repos import views as views_repo

__all__ = [
    "Bucket", "CaseLine", "Page", "Query", "SavedView", "SortKey", "counts", "drop_view",
    "keep_view", "page", "views",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view saved by name."""

    name: str
    is_shared: bool
    query: Query
    columns: tuple[str, ...]


def page(
    ctx: Context, query: Query, *, after: tuple[Any, ...] | None = None, limit: int = 200
) -> Page:
    """Return one page of the worklist as things stand today; an assessor sees their own cases."""
    own = _own(ctx)
    asked = query if own is None else replace(query, assessor_id=own)
    with ctx.reading() as session:
        return reads.page(session, asked, _horizon(ctx), after=after, limit=limit)


def counts(ctx: Context) -> Mapping[Bucket, int]:
    """Return how many cases each ready-made list holds today."""
    with ctx.reading() as session:
        return reads.counts(session, _horizon(ctx), assessor_id=_own(ctx))


def _own(ctx: Context) -> int | None:
    """Return whose cases alone may be seen, or None where all may."""
    return None if ctx.actor.may(Act.READ_ALL) else ctx.actor.assessor_id or 0


def views(ctx: Context) -> tuple[SavedView, ...]:
    """Return the saved views of the person at the desk and the shared ones."""
    with ctx.reading() as session:
        return tuple(
            SavedView(
                name=row.name,
                is_shared=row.staff_id is None,
                query=_query(row.definition.get("query", {})),
                columns=tuple(row.definition.get("columns", ())),
            )
            for row in views_repo.all_for(session, ctx.actor.id)
        )


def keep_view(ctx: Context, view: SavedView) -> Outcome[None]:
    """Save a view by name, for oneself or for everybody."""
    definition = {"query": _plain(view.query), "columns": list(view.columns)}
    owner = None if view.is_shared else ctx.actor.id
    with ctx.keeping_house() as write:
        views_repo.keep(write.session, owner, view.name, definition)
    return Outcome(None, Changes(lists=frozenset({Listing.VIEWS})))


def drop_view(ctx: Context, view: SavedView) -> Outcome[None]:
    """Forget a saved view."""
    with ctx.keeping_house() as write:
        views_repo.drop(write.session, None if view.is_shared else ctx.actor.id, view.name)
    return Outcome(None, Changes(lists=frozenset({Listing.VIEWS})))


def _horizon(ctx: Context) -> Horizon:
    days = ctx.book.value(RuleId.PR_EXPIRING_SOON, on=ctx.today).amount
    return Horizon(ctx.today, days)


def _plain(query: Query) -> dict[str, Any]:
    return {
        "bucket": query.bucket.value,
        "words": query.words,
        "states": sorted(state.value for state in query.states),
        "priorities": sorted(query.priorities),
        "urgent": query.urgent,
        "objects": query.objects,
        "assessor_id": query.assessor_id,
        "place_id": query.place_id,
        "sort": query.sort.value,
        "descending": query.descending,
    }


def _query(held: Mapping[str, Any]) -> Query:
    """Return the query of a saved view; what a newer dolsdesk wrote and we do not know is left."""
    usual = Query()
    return Query(
        bucket=_known(Bucket, held.get("bucket"), usual.bucket),
        words=held.get("words", ""),
        states=frozenset(
            RequestState(value) for value in held.get("states", ()) if value in set(RequestState)
        ),
        priorities=frozenset(held.get("priorities", ())),
        urgent=held.get("urgent"),
        objects=held.get("objects"),
        assessor_id=held.get("assessor_id"),
        place_id=held.get("place_id"),
        sort=_known(SortKey, held.get("sort"), usual.sort),
        descending=bool(held.get("descending", False)),
    )


def _known(kind: Any, value: Any, usual: Any) -> Any:
    return kind(value) if value in set(kind) else usual
