"""Papers that come in: taken in as received, filed in a case or later, read, and given out again.

Each file is an act of its own, so that one that is refused keeps no other from being taken in; an
e-mail and what it brings are one. The bytes are kept as they came, under their hash, and nothing
in them is ever run.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from dolsdesk.domain import incoming, text
from dolsdesk.domain.changes import Changes, Listing, of_case
from dolsdesk.domain.incoming import Incoming, IncomingKind, Media
from dolsdesk.domain.staff import Act
from dolsdesk.errors import DeskError, NotPermitted, Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import cases, files, words
from dolsdesk.services.acts import case_within, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.received import looking, wording
from dolsdesk.services.received.looking import Found, LeftOut
from dolsdesk.store.handle import ReadSession, Write
from dolsdesk.store.repos import cases as case_repo
from dolsdesk.store.repos import incoming as repo
from dolsdesk.store.repos.incoming import Held

__all__ = [
    "Arrival",
    "Dropped",
    "Found",
    "Held",
    "Incoming",
    "LeftOut",
    "Looked",
    "Opened",
    "Taken",
]

_MB = 1_000_000
_LONGEST_LINE = 400  # what a line of text holds in the store
_UNFILED = "unfiled"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it was handed over: where it lies, or its name and bytes."""

    name: str
    path: Path | None = None
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Looked:
    """Files as they were looked at: those that can be taken in, and those that cannot.

    ``known`` says of each that can whether the same file came in before; empty where it did not.
    """

    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to be taken in, and what is said about it; ``received_on`` is when it came."""

    found: Found
    kind: IncomingKind
    received_on: date
    sender: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in, by number, and what was not."""

    ids: tuple[int, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper opened to be read: its bytes as received, and its words where it is read as text."""

    held: Held
    content: bytes
    words: str
    said: str


def largest(ctx: Context) -> int:
    """Return how many bytes a file may have: a target of the council."""
    return ctx.amount(RuleId.PR_INCOMING_SIZE) * _MB


def look(ctx: Context, dropped: Sequence[Dropped], request_id: int | None = None) -> Looked:
    """Look at files before they are taken in; each that cannot be is listed with a sentence.

    ``request_id`` is the case they would be filed in, where that is known.
    """
    found: list[Found] = []
    left_out: list[LeftOut] = []
    for one in dropped:
        try:
            if one.path is not None:
                found.append(looking.at_path(one.path, largest(ctx)))
            else:
                found.append(looking.at_bytes(one.name, one.content, largest(ctx)))
        except DeskError as fault:
            left_out.append(LeftOut(incoming.plain_name(one.name), words.error(fault)))
    with ctx.reading() as session:
        known = tuple(_known(session, one, request_id) for one in found)
    return Looked(tuple(found), tuple(left_out), known)


def said(found: Found) -> str:
    """Return what a file was found to be, in sentences."""
    return looking.said(found)


def take_in(
    ctx: Context, arrivals: Sequence[Arrival], request_id: int | None = None
) -> Outcome[Taken]:
    """Take files in, each as an act of its own, and file them in a case or leave that for later.

    Returns:
        What was taken in; a file that was refused is listed with the reason and keeps no other.

    Raises:
        Refused: one is said to have come on a day to come; then none is taken in.
        NotPermitted: this person may not.
    """
    ctx.require(Act.RECORD_EVENT)
    for number, arrival in enumerate(arrivals):
        if arrival.received_on > ctx.today:
            raise Refused("EVENT_IN_FUTURE", field=f"received_on_{number}")
    ids: list[int] = []
    left_out: list[LeftOut] = []
    for arrival in arrivals:
        try:
            ids.append(_take(ctx, arrival, request_id))
            left_out += arrival.found.left_out
        except NotPermitted:
            raise
        except DeskError as fault:
            left_out.append(LeftOut(arrival.found.name, words.error(fault)))
    return Outcome(Taken(tuple(ids), tuple(left_out)), _touched(request_id))


def keep_source(
    ctx: Context, request_id: int, name: str, content: bytes, kind: IncomingKind
) -> Outcome[int]:
    """Keep the file that a request was read from, in its case, as received that day.

    Raises:
        Refused: it is no file that is kept.
        NotPermitted: this person may not.
    """
    ctx.require(Act.RECORD_EVENT)
    found = looking.at_bytes(name, content, largest(ctx))
    with ctx.reading() as session:
        received_on = case_repo.load(session, request_id).request.received_on
    arrival = Arrival(found, kind, received_on, found.sender)
    return Outcome(_take(ctx, arrival, request_id), _touched(request_id))


def file_under(ctx: Context, incoming_id: int, request_id: int | None) -> Outcome[None]:
    """File a paper that is filed nowhere yet, and what it brought, in a case.

    Raises:
        Refused: no case is chosen, or the paper is filed already.
    """
    ctx.require(Act.RECORD_EVENT)
    if request_id is None:
        raise Refused("INCOMING_WHICH_CASE", field="request_id")
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        session = act.write.session
        held = _one(session, incoming_id)
        if held.paper.request_id is not None:
            raise Refused("INCOMING_FILED", field="request_id")
        loose = [
            one.paper.id
            for one in repo.with_brought(session, incoming_id)
            if one.paper.request_id is None
        ]
        repo.file(session, loose, request_id=request_id, person_id=act.case.person_id)
        act.happened("paper_in", _named(held.paper), on=held.paper.received_on)
        act.record("file_paper", incoming=loose)
    return Outcome(None, _touched(request_id))


def refile(ctx: Context, incoming_id: int, request_id: int | None, *, why: str) -> Outcome[None]:
    """Move a paper, and what it brought, to the case it belongs to; both cases say so.

    Raises:
        Refused: no case is chosen, nobody says why, it is there already, or filed nowhere.
    """
    ctx.require(Act.CORRECT)
    if request_id is None:
        raise Refused("INCOMING_WHICH_CASE", field="request_id")
    reason = why.strip()
    if not reason:
        raise Refused("WHY_NEEDED", field="why")
    with ctx.acting(Act.CORRECT) as write:
        session = write.session
        held = _one(session, incoming_id)
        was = held.paper.request_id
        if was is None:
            raise Refused("INCOMING_NOT_FILED", field="request_id")
        if was == request_id:
            raise Refused("INCOMING_SAME_CASE", field="request_id")
        moving = [
            one.paper.id
            for one in repo.with_brought(session, incoming_id)
            if one.paper.request_id == was
        ]
        with case_within(ctx, write, was) as left:
            left.happened("paper_refiled", f"{_named(held.paper)}: {reason}")
            left.record("refile_paper", reason=reason, incoming=moving, to=request_id)
        with case_within(ctx, write, request_id) as come:
            repo.file(session, moving, request_id=request_id, person_id=come.case.person_id)
            come.happened("paper_in", _named(held.paper), on=held.paper.received_on)
            come.record("refile_paper", reason=reason, incoming=moving, came_from=was)
    return Outcome(None, _touched(was) | _touched(request_id))


def describe(
    ctx: Context, incoming_id: int, *, kind: IncomingKind, received_on: date | None, sender: str,
    note: str,
) -> Outcome[None]:  # fmt: skip
    """Put right what is said about a paper; what was said before stays in the audit trail.

    Raises:
        Refused: there is no day, or one to come.
    """
    ctx.require(Act.RECORD_EVENT)
    if received_on is None:
        raise Refused("WHEN_NEEDED", field="received_on")
    if received_on > ctx.today:
        raise Refused("EVENT_IN_FUTURE", field="received_on")
    with ctx.acting(Act.RECORD_EVENT) as write:
        paper = _one(write.session, incoming_id).paper
        now = replace(
            paper, kind=kind, received_on=received_on, sender=_line(sender), note=note.strip()
        )
        repo.change(
            write.session, incoming_id, kind=now.kind, received_on=now.received_on,
            sender=now.sender, note=now.note,
        )  # fmt: skip
        write.record(
            "describe_paper", "incoming", incoming_id, before=_facts(paper), after=_facts(now)
        )
    return Outcome(None, _touched(paper.request_id))


def listed(ctx: Context, request_id: int) -> tuple[Held, ...]:
    """Return the papers filed in a case, an e-mail before what it brought.

    Raises:
        NotPermitted: an assessor sees their own cases only.
    """
    ctx.require(Act.READ)
    with ctx.reading() as session:
        _require_case(ctx, session, request_id)
        return repo.of_case(session, request_id)


def unfiled(ctx: Context) -> tuple[Held, ...]:
    """Return the papers that are filed nowhere yet."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return repo.unfiled(session)


def unfiled_count(ctx: Context) -> int:
    """Return how many papers are filed nowhere yet, an e-mail with what it brought as one."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return repo.unfiled_count(session)


def content(ctx: Context, incoming_id: int) -> bytes:
    """Return a paper exactly as received, checked against its hash.

    Raises:
        FileUnreadable: it no longer fits.
        NotPermitted: it belongs to a case this person may not see.
    """
    ctx.require(Act.READ)
    with ctx.reading() as session:
        _readable(ctx, session, incoming_id)
        return repo.content(session, incoming_id)


def text_of(ctx: Context, incoming_id: int) -> str:
    """Return the words of a paper that is read as text.

    Raises:
        Refused: it is not read as text.
        FileUnreadable: its bytes no longer fit their hash.
    """
    opened = open_paper(ctx, incoming_id)
    if opened.held.paper.media not in incoming.TEXTS:
        raise Refused("INCOMING_NO_TEXT", name=opened.held.paper.name)
    return opened.words


def open_paper(ctx: Context, incoming_id: int) -> Opened:
    """Return a paper to be read: bytes checked against their hash, and words where it has some.

    Raises:
        FileUnreadable: the bytes no longer fit.
        NotPermitted: it belongs to a case this person may not see.
    """
    ctx.require(Act.READ)
    with ctx.reading() as session:
        held = _readable(ctx, session, incoming_id)
        found = repo.content(session, incoming_id)
    paper = held.paper
    is_read = paper.is_shown and paper.media in incoming.TEXTS
    return Opened(
        held,
        found,
        wording.of(paper.media, found) if is_read else "",
        looking.describe(paper.name, paper.media, paper.fit),
    )


def save(ctx: Context, incoming_id: int, path: Path) -> None:
    """Write a paper as received to a file the person chose; that it left the store is recorded.

    Raises:
        DeskError: the bytes no longer fit, the disk is full, or the folder cannot be written.
        NotPermitted: it belongs to a case this person may not see.
    """
    found = content(ctx, incoming_id)
    with ctx.acting(Act.READ) as write:
        write.record("save_paper_in", "incoming", incoming_id, after={"file": path.name})
        files.write(path, found)


def printed(ctx: Context, incoming_id: int) -> Outcome[None]:
    """Record that a paper was sent to a printer.

    Raises:
        NotPermitted: it belongs to a case this person may not see.
    """
    ctx.require(Act.READ)
    with ctx.acting(Act.READ) as write:
        held = _readable(ctx, write.session, incoming_id)
        write.record("print_paper_in", "incoming", incoming_id, after=_facts(held.paper))
    return Outcome(None)


def file_name(paper: Incoming, ref: str) -> str:
    """Return the name a paper is saved under: reference, kind and day, and no person's name."""
    kind = paper.kind.value.removeprefix("in_")
    named = incoming.ending(paper.name)
    usual = incoming.ENDINGS.get(paper.media, "bin")
    is_fitting = named and named not in incoming.RUNS and not incoming.is_misnamed(
        paper.name, paper.media
    )  # fmt: skip
    end = named if is_fitting and paper.media is not Media.UNKNOWN else usual
    return f"{ref or _UNFILED}_{kind}_{paper.received_on:%Y%m%d}_{paper.id}.{end}"


def _known(session: ReadSession, found: Found, request_id: int | None) -> str:
    """Return whether the same file came in before, in a sentence."""
    held = repo.where_held(session, hashlib.sha256(found.content).hexdigest())
    if request_id is not None and request_id in held:
        return words.sentence("INCOMING_HELD_HERE")
    return words.sentence("INCOMING_HELD") if held else ""


def _take(ctx: Context, arrival: Arrival, request_id: int | None) -> int:
    """Take one file in with what it brings, whole or not at all, and return its number."""
    if request_id is None:
        with ctx.acting(Act.RECORD_EVENT) as write:
            made = _keep(ctx, write, arrival)
            write.record("take_in", "incoming", made[0], after=_taken(arrival, made))
        return made[0]
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        made = _keep(ctx, act.write, arrival, request_id=request_id, person_id=act.case.person_id)
        named = f"{words.fact(arrival.kind.value)}: {arrival.found.name}"
        act.happened("paper_in", named, on=arrival.received_on)
        act.record("take_in", **_taken(arrival, made))
    return made[0]


def _keep(
    ctx: Context, write: Write, arrival: Arrival, *, request_id: int | None = None,
    person_id: int | None = None, parent_id: int | None = None,
) -> list[int]:  # fmt: skip
    found = arrival.found
    made = [
        repo.add(
            write.session, content=found.content, kind=arrival.kind, name=found.name,
            media=found.media, fit=found.fit, received_on=arrival.received_on,
            entered_at=write.at, entered_by=ctx.actor.id, request_id=request_id,
            person_id=person_id, parent_id=parent_id, sender=_line(arrival.sender),
            subject=_line(found.subject), note=arrival.note.strip(),
        )
    ]  # fmt: skip
    for one in found.brought:
        brought = Arrival(one, one.kind, arrival.received_on, one.sender or arrival.sender)
        made += _keep(
            ctx, write, brought, request_id=request_id, person_id=person_id, parent_id=made[0]
        )
    return made


def _taken(arrival: Arrival, made: list[int]) -> dict[str, Any]:
    return {
        "incoming": made,
        "kind": arrival.kind.value,
        "media": arrival.found.media.value,
        "bytes": len(arrival.found.content),
    }


def _facts(paper: Incoming) -> dict[str, Any]:
    return {
        "kind": paper.kind.value,
        "received_on": paper.received_on.isoformat(),
        "sender": paper.sender,
        "note": paper.note,
        "sha256": paper.sha256,
    }


def _named(paper: Incoming) -> str:
    return f"{words.fact(paper.kind.value)}: {paper.name}"


def _line(said: str) -> str:
    return text.tidy(said)[:_LONGEST_LINE]


def _one(session: ReadSession, incoming_id: int) -> Held:
    found = repo.one(session, incoming_id)
    if found is None:
        raise Refused("INCOMING_NO_SUCH")
    return found


def _readable(ctx: Context, session: ReadSession, incoming_id: int) -> Held:
    """Return a paper this person may read: of any case, of their own, or filed nowhere."""
    held = _one(session, incoming_id)
    if held.paper.request_id is None:
        ctx.require(Act.READ_ALL)
    else:
        _require_case(ctx, session, held.paper.request_id)
    return held


def _require_case(ctx: Context, session: ReadSession, request_id: int) -> None:
    if not ctx.actor.may(Act.READ_ALL):
        cases.require_theirs(ctx, case_repo.load(session, request_id))


def _touched(request_id: int | None) -> Changes:
    if request_id is None:
        return Changes(lists=frozenset({Listing.INCOMING}))
    return of_case(request_id, Listing.INCOMING)
