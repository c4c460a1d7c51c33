"""AG-R08: whether some groups of people are found content, or not deprived, more often."""

from collections.abc import Callable, Mapping, Sequence

from dolsdesk.domain.dols.legal_test import Basis
from dolsdesk.domain.reporting import CaseFacts, Cell, Figure, Heading, Section, Table, Tile, Unit
from dolsdesk.domain.tally import Scope
from dolsdesk.services import retest_data, words
from dolsdesk.services.context import Context
from dolsdesk.services.retest_data import DOL, NONE, UNSURE, Data, none_on, of_told
from dolsdesk.store.reads import groups
from dolsdesk.store.reads.findings import Told
from dolsdesk.store.reads.groups import About

#: The youngest age of each band, and what it is called.
_BANDS = (
    (85, "85 and over"),
    (75, "75 to 84"),
    (65, "65 to 74"),
    (40, "40 to 64"),
    (0, "Under 40"),
)
_UNKNOWN = "Not recorded"


Read = Callable[[Scope], tuple[Data, Mapping[int, About]]]


def reader(ctx: Context) -> Read:
    """Return what reads the findings of a report's day, and what is recorded of their people."""

    def read(scope: Scope) -> tuple[Data, Mapping[int, About]]:
        with ctx.reading() as session:
            people = groups.about(session)
        return retest_data.read(ctx, scope.as_at), people

    return read


def section(_cases: Sequence[CaseFacts], scope: Scope, read: Read) -> Section:
    """Return outcomes by what is recorded of the people found about."""
    data, people = read(scope)
    found = [
        one
        for one in data.told
        if one.is_formal and one.test == data.test and one.decided_on is not None
        and scope.first <= one.decided_on <= scope.last
    ]  # fmt: skip
    tables = tuple(
        _table(name, _sorted_into(found, people, group), order) for name, group, order in _GROUPS
    )
    content = none_on(found, Basis.CONSENT)
    return Section(
        code="AG-R08",
        title="Equality check",
        answers="Is any group found content, or not deprived, more often than others?",
        tiles=(
            Tile("Findings", of_told(found), "under the test in force"),
            Tile("Not deprived", of_told(one for one in found if one.outcome == NONE)),
            Tile("On consent", of_told(content), "found content"),
            Tile("Content", _share(content, found), "of all findings"),
        ),
        charts=(),
        tables=tables,
        definitions=(
            "Look for a group that is found content more often than the others, and read those"
            " findings. A difference in small numbers may be chance.",
            "Age on the day of the finding. A disability is not recorded by itself; needs in"
            " communication are. Nobody to consult: the form named nobody but paid carers.",
        ),
    )  # fmt: skip


def _age(one: Told, about: About | None) -> str:
    years = about.age_on(one.decided_on) if about and one.decided_on else None
    if years is None:
        return _UNKNOWN
    return next(name for least, name in _BANDS if years >= least)


def _named(value: Callable[[About], str]) -> Callable[[Told, About | None], str]:
    return lambda _one, about: (value(about) if about else "") or _UNKNOWN


_GROUPS: tuple[tuple[str, Callable[[Told, About | None], str], tuple[str, ...]], ...] = (
    ("Age", _age, tuple(name for _least, name in reversed(_BANDS))),
    ("Sex", _named(lambda about: words.fact(about.gender)), ()),
    ("Ethnicity", _named(lambda about: about.ethnicity), ()),
    ("Needs in communication",
     _named(lambda about: "Recorded" if about.has_needs else "None recorded"), ()),
    ("Somebody to consult",
     _named(lambda about: "Nobody" if about.is_alone else "Somebody"), ()),
)  # fmt: skip


def _sorted_into(
    found: Sequence[Told],
    people: Mapping[int, About],
    group: Callable[[Told, About | None], str],
) -> dict[str, list[Told]]:
    sorted_in: dict[str, list[Told]] = {}
    for one in found:
        sorted_in.setdefault(group(one, people.get(one.request_id)), []).append(one)
    return sorted_in


def _table(name: str, held: Mapping[str, list[Told]], order: Sequence[str]) -> Table:
    named = [one for one in order if one in held]
    named += sorted(one for one in held if one not in order and one != _UNKNOWN)
    named += [_UNKNOWN] if _UNKNOWN in held else []
    rows = tuple(
        (
            Cell(one),
            Cell(of_told(held[one])),
            Cell(of_told(told for told in held[one] if told.outcome == DOL)),
            Cell(of_told(none_on(held[one], Basis.OBJECTIVE))),
            Cell(of_told(none_on(held[one], Basis.CONSENT))),
            Cell(of_told(told for told in held[one] if told.outcome == UNSURE)),
        )
        for one in named
    )
    headings = (
        Heading(name, is_number=False), Heading("Findings"), Heading("Deprivation"),
        Heading("Restrictions", "None, on", note=1), Heading("Consent", "None, on", note=1),
        Heading("Uncertain"),
    )  # fmt: skip
    return Table(
        name, headings, rows, is_shared_small=True,
        note="Numbers below five are shown as <5 in every copy that leaves the team.",
    )  # fmt: skip


def _share(some: Sequence[Told], found: Sequence[Told]) -> Figure:
    ids = tuple(dict.fromkeys(one.request_id for one in some))
    return Figure(100 * len(some) / len(found) if found else None, ids, Unit.PERCENT)
