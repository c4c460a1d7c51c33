"""Papers that come in, each act tried by everybody (see test_permissions)."""

from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.domain.staff import Act
from dolsdesk.services import incoming
from dolsdesk.services.incoming import Arrival, Dropped
from tests.support import arriving
from tests.support.desk import TODAY
from tests.support.uses import At, Use


def _arrival(at: At) -> Arrival:
    [found] = incoming.look(at.world.admin, [Dropped("a.txt", content=b"Rung.")]).found
    return Arrival(found, IncomingKind.OTHER, TODAY)


def _filed(at: At) -> int:
    taken = incoming.take_in(at.world.admin, [_arrival(at)], at.cases["allocated"])
    return taken.value.ids[0]


def _loose(at: At) -> int:
    return incoming.take_in(at.world.admin, [_arrival(at)]).value.ids[0]


USES = (
    Use(Act.RECORD_EVENT, "incoming.take_in",
        lambda at, made: incoming.take_in(at.ctx, [made], at.cases["allocated"]), _arrival),
    Use(Act.RECORD_EVENT, "incoming.keep_source", lambda at, _: incoming.keep_source(
        at.ctx, at.cases["received"], "f.pdf", arriving.a_pdf(), IncomingKind.FORM_1)),
    Use(Act.RECORD_EVENT, "incoming.file_under",
        lambda at, made: incoming.file_under(at.ctx, made, at.cases["granted"]), _loose),
    Use(Act.CORRECT, "incoming.refile", lambda at, made: incoming.refile(
        at.ctx, made, at.cases["granted"], why="Misread"), _filed),
    Use(Act.RECORD_EVENT, "incoming.describe", lambda at, made: incoming.describe(
        at.ctx, made, kind=IncomingKind.LETTER, received_on=TODAY, sender="", note=""), _filed),
    Use(Act.READ, "incoming.listed",
        lambda at, _: incoming.listed(at.ctx, at.cases["allocated"])),
    Use(Act.READ, "incoming.content", lambda at, made: incoming.content(at.ctx, made), _filed),
    Use(Act.READ, "incoming.open_paper",
        lambda at, made: incoming.open_paper(at.ctx, made), _filed),
    Use(Act.READ, "incoming.text_of", lambda at, made: incoming.text_of(at.ctx, made), _filed),
    Use(Act.READ, "incoming.save",
        lambda at, made: incoming.save(at.ctx, made, at.folder / "a.txt"), _filed),
    Use(Act.READ, "incoming.printed", lambda at, made: incoming.printed(at.ctx, made), _filed),
    Use(Act.READ_ALL, "incoming.unfiled", lambda at, _: incoming.unfiled(at.ctx)),
    Use(Act.READ_ALL, "incoming.unfiled_count", lambda at, _: incoming.unfiled_count(at.ctx)),
)  # fmt: skip

READING = {
    "incoming.listed", "incoming.content", "incoming.open_paper", "incoming.text_of",
    "incoming.unfiled", "incoming.unfiled_count",
}  # fmt: skip
