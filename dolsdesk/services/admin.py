"""Checking the audit chain against what was noted elsewhere, and projecting every case anew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dolsdesk import paths
from dolsdesk.domain.audit import Broken
from dolsdesk.domain.changes import CASE_LISTS, Changes
from dolsdesk.services import manifest
from dolsdesk.services.context import Context
from dolsdesk.services.desk import Desk
from dolsdesk.services.manifest import Anchor
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.projection import project
from dolsdesk.store import audit
from dolsdesk.store.audit import Restoring
from dolsdesk.store.handle import Write
from dolsdesk.store.reads import projections
from dolsdesk.store.reads.projections import DATES, Place

_BATCH = 200


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What checking the audit chain found.

    ``broken`` is the first entry at which it breaks, with what is wrong there; None if it is
    whole. ``anchor_count`` says against how many ends noted in backups it was held. After each of
    the ``restorings`` the chain goes on from where a backup ended.
    """

    count: int
    head: str
    anchor_count: int
    restorings: tuple[Restoring, ...]
    broken: Broken | None

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was changed, left out, moved or cut off."""
        return self.broken is None


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose dates are others than before."""

    request_id: int
    ref: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What projecting the cases anew did; ``is_complete`` is false where it was stopped."""

    count: int
    moved: tuple[Moved, ...]
    is_complete: bool


def verify_audit(desk: Desk, folders: Iterable[Path] = ()) -> AuditReport:
    """Check every entry of the audit chain, and the chain against the ends noted in backups.

    An end that was noted before a backup was restored, and that lies beyond the end of that
    backup, belongs to a chain that the restore put aside.

    Args:
        desk: the open store.
        folders: further folders of backups; the one beside the store is always asked.
    """
    path = desk.store.location.path
    places = [*folders, *([paths.backup_folder(path)] if path else [])]
    store_id = desk.settings().get("store_id", "")
    noted = {
        anchor
        for place in places
        for anchor in manifest.load(place).anchors
        if anchor.store_id == store_id and anchor.seq
    }
    with desk.store.reading() as session:
        restorings = audit.restorings(session)
        anchors = {one.seq: one.hash for one in noted if not _is_put_aside(one, restorings)}
        anchors |= {one.audit_seq: one.audit_hash for one in restorings}
        head = audit.head(session)
        return AuditReport(
            count=audit.count(session),
            head=head[1] if head else "",
            anchor_count=len(anchors),
            restorings=restorings,
            broken=audit.check(session, anchors),
        )


def _is_put_aside(anchor: Anchor, restorings: Sequence[Restoring]) -> bool:
    return any(anchor.at <= one.at and anchor.seq > one.audit_seq for one in restorings)


def recalculate(
    ctx: Context,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
    batch: int = _BATCH,
) -> Outcome[Recalculated]:
    """Project every case anew, so that lists show what the rules and facts of today say (TI4).

    Cases go in batches in the order of receipt, each batch one transaction; doing it twice changes
    nothing the second time. Where dates moved the trail says which rules were used before and now.

    Args:
        ctx: on what.
        progress: told after each batch how many are done, of how many.
        stop: asked before each batch whether to stop.
        batch: how many cases a transaction holds.
    """
    with ctx.reading() as session:
        total = projections.count(session)
    done, last = 0, None
    moved: list[Moved] = []
    while not (stop is not None and stop()):
        with ctx.keeping_house() as write:
            places = projections.following(write.session, last, batch)
            found = _project_batch(ctx, write, places)
        if not places:
            return _outcome(done, moved, is_complete=True)
        moved += found
        last = places[-1]
        done += len(places)
        if progress is not None:
            progress(done, max(done, total))
    return _outcome(done, moved, is_complete=False)


def _project_batch(ctx: Context, write: Write, places: Sequence[Place]) -> list[Moved]:
    ids = [place.request_id for place in places]
    before = projections.projected(write.session, ids)
    for request_id in ids:
        project(write.session, request_id, as_at=ctx.today, book=ctx.book)
    after = projections.projected(write.session, ids)
    moved = []
    for request_id, now in after.items():
        was = before.get(request_id)
        old = was.dates if was else (None,) * len(DATES)
        names = [name for name, a, b in zip(DATES, old, now.dates, strict=True) if a != b]
        if names:
            moved.append(Moved(request_id, now.ref, tuple(names)))
    if moved:
        editions = sorted({one.edition for one in before.values()})
        write.record(
            "recalculate",
            "case_summary",
            None,
            before={"editions": editions},
            after={"edition": ctx.book.edition, "moved": [one.ref for one in moved]},
        )
    return moved


def _outcome(done: int, moved: Sequence[Moved], *, is_complete: bool) -> Outcome[Recalculated]:
    changes = Changes()
    if moved:
        changes = Changes(cases=frozenset(one.request_id for one in moved), lists=CASE_LISTS)
    return Outcome(Recalculated(done, tuple(moved), is_complete), changes)
