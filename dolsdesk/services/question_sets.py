"""The question sets of triage: those that come with dolsdesk, and the council's own versions.

A version is never changed once it was made. Which one is in use is a setting of the store; each
triage keeps the one it was made with, and its words.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from dolsdesk import resources
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols.facts import Priority
from dolsdesk.domain.dols.triage import Factor, QuestionSet, parse
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Conflict, Refused
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import question_sets, settings

#: The setting that names the version in use.
IN_USE = "triage.set"
_USUAL = "adass-2014"
_FOLDER = "triage"


@cache
def bundled() -> tuple[QuestionSet, ...]:
    """Return the sets that come with dolsdesk."""
    return tuple(parse(resources.text(name)) for name in resources.names(_FOLDER, ".toml"))


def all_sets(ctx: Context) -> tuple[QuestionSet, ...]:
    """Return every version of every set, the bundled ones first of their kind."""
    with ctx.reading() as session:
        return _all(session)


def in_use(ctx: Context) -> QuestionSet:
    """Return the version that triage asks by."""
    with ctx.reading() as session:
        return _in_use(session)


def save_version(
    ctx: Context, based_on: QuestionSet, *, title: str, note: str, factors: Iterable[Factor]
) -> Outcome[QuestionSet]:
    """Make a new version of a set from what was edited; the one it is based on stays as it is.

    Raises:
        Refused: no title, no reason, a factor without words, none that is asked, or none of a band.
        Conflict: somebody else made a version of the set meanwhile.
    """
    made = tuple(_numbered(factors))
    if not title.strip():
        raise Refused("SET_TITLE_NEEDED", field="title")
    if not note.strip():
        raise Refused("SET_NOTE_NEEDED", field="note")
    if any(not factor.text.strip() for factor in made):
        raise Refused("FACTOR_WORDS_NEEDED", field="factors")
    asked = {factor.band for factor in made if factor.is_on}
    lacking = [band.value for band in Priority if band.value not in asked]
    if lacking:
        raise Refused("SET_LACKS_BAND", field="factors", items=tuple(lacking))
    with ctx.acting(Act.MANAGE_DESK) as write:
        versions = [one.version for one in _all(write.session) if one.id == based_on.id]
        newest = max(versions)
        if based_on.version not in versions:
            raise Conflict("NO_SUCH_SET")
        version = replace(
            based_on, version=newest + 1, title=title.strip(), note=note.strip(), factors=made,
            made_on=ctx.today, made_by=ctx.actor.name,
        )  # fmt: skip
        number = question_sets.add(
            write.session, version, made_on=ctx.today, made_at=write.at, made_by=ctx.actor.id
        )
        write.record(
            "save_question_set", "question_set", number,
            before={"set": based_on.id, "version": based_on.version},
            after={
                "set": version.id, "version": version.version, "factors": len(made),
                "asked": [factor.id for factor in version.asked],
            },
            reason=note.strip(),
        )  # fmt: skip
    return Outcome(version, Changes(lists=frozenset({Listing.SETTINGS})))


def use(ctx: Context, set_id: str, version: int) -> Outcome[None]:
    """Have triage ask by a version from now on; triages made before keep theirs.

    Raises:
        Refused: there is no such version.
    """
    with ctx.acting(Act.MANAGE_DESK) as write:
        before = _in_use(write.session)
        if not any(one.id == set_id and one.version == version for one in _all(write.session)):
            raise Refused("NO_SUCH_SET")
        settings.write(write.session, {IN_USE: f"{set_id} {version}"})
        write.record(
            "use_question_set", "setting", None,
            before={"set": before.id, "version": before.version},
            after={"set": set_id, "version": version},
        )  # fmt: skip
    return Outcome(None, Changes(lists=frozenset({Listing.SETTINGS, Listing.WORKLIST})))


def held(session: ReadSession) -> QuestionSet:
    """Return the version in use, inside a scope that is open."""
    return _in_use(session)


def _all(session: ReadSession) -> tuple[QuestionSet, ...]:
    listed = [*bundled(), *question_sets.all_made(session)]
    return tuple(sorted(listed, key=lambda one: (one.id, one.version)))


def _in_use(session: ReadSession) -> QuestionSet:
    named = settings.read(session).get(IN_USE, "").rpartition(" ")
    listed = _all(session)
    for one in listed:
        if (one.id, str(one.version)) == (named[0], named[2]):
            return one
    return next(one for one in listed if one.id == _USUAL)


def _numbered(factors: Iterable[Factor]) -> Iterable[Factor]:
    """Yield factors, each with an id of its own; one that is new here gets the next free one."""
    listed = list(factors)
    taken = {factor.id for factor in listed if factor.id}
    number = 0
    for factor in listed:
        if factor.id:
            yield factor
            continue
        while (number := number + 1) and f"local_{number}" in taken:
            continue
        taken.add(f"local_{number}")
        yield replace(factor, id=f"local_{number}")
