"""What re-screening asks: fields, and what is made of them."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from dolsdesk.domain.dols.screening import (
    Answers,
    Going,
    MaView,
    Objecting,
    Payer,
    PurposeOf,
    Restriction,
    Told,
)
from dolsdesk.services import words
from dolsdesk.ui.theme import Look
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    Values,
    options,
)
from dolsdesk.ui.widgets.rows import Cell, RowsField

E = TypeVar("E", bound=StrEnum)

_TOLD = (
    ("q01_adult", "Q01 Is the person 18 or over?"),
    ("q04_by_force", "Q04 Stopped by force when trying to go?"),
    ("q05_restraint", "Q05 Restraint, seclusion or a locked room in 28 days?"),
    ("q06_medicine", "Q06 Medicine that calms or sedates, or is hidden?"),
    ("q07_is_open_ended", "Q07 Open-ended?"),
    ("q10_asks_to", "Q10 Asks to go out?"),
    ("q11_contact_limited", "Q11 Any limit on visits, calls, post, internet?"),
    ("q15_may_be_hidden", "Q15 Could anything hide an objection?"),
    ("q16_disagrees", "Q16 Does anyone disagree?"),
    ("q18_confused", "Q18 In hospital: confused?"),
    ("safeguarding", "A safeguarding concern in the answers?"),
)
_PROSE = (
    ("q04_way_out", "Q04 Who can lock the way out, and what happens"),
    ("q09_ordinary", "Q09 How ordinary for a person with the same needs"),
    ("q12_says", "Q12 What the person says: words, date, who heard"),
    ("q13_does", "Q13 What the person does, with dates"),
    ("q17_why", "Q17 Why they think so"),
)
_LINES = (
    ("q05_details", "Q05 Details"),
    ("q06_details", "Q06 Name, dose, why, review date"),
    ("q08_words", "Q08 In their words"),
    ("q10_words", "Q10 In their words"),
    ("q11_words", "Q11 Which limits"),
    ("q15_words", "Q15 What could hide it"),
    ("q16_who", "Q16 Who disagrees"),
    ("q18_hospital", "Q18 In hospital: the medical reason"),
    ("q20_name", "Q20 Name"),
    ("q20_role", "Q20 Role"),
    ("q20_asked", "Q20 Who else was asked"),
)
_DATES = (
    ("q07_from", "Q07 Since when"),
    ("q07_to", "Q07 Until when"),
    ("q18_discharge_on", "Q18 Likely discharge"),
    ("q20_on", "Q20 Date"),
)


def answers_fields(look: Look, today: Callable[[], date]) -> list[Field]:
    """Return a field for each question, in the order of the letter."""
    returned = DateField("returned_on", "Came back on", look, today)
    returned.set_raw("today")
    made: list[Field] = [
        returned,
        ChoiceField("channel", "How", [("post", "Post"), ("email", "E-mail"), ("phone", "Phone"),
                                       ("portal", "Portal"), ("visit", "On a visit")]),
        RowsField("q03_restrictions", "Q03 Restrictions day to day", look, (
            Cell("what", lambda: LineField("what", "Restriction"), 3),
            Cell("how_often", lambda: LineField("how_often", "How often"), 2),
            Cell("why", lambda: LineField("why", "Why"), 3),
        ), add="Add a restriction"),
        ChoiceField("q08_purpose", "Q08 What it is for", options(PurposeOf, blank="Left open")),
        ChoiceField("q10_goes_out", "Q10 Goes out", options(Going, blank="Left open")),
        ChoiceField("q14_objects", "Q14 Objected, tried to leave, or was distressed",
                    options(Objecting, blank="Left open")),
        ChoiceField("q17_view", "Q17 The home's view", options(MaView, blank="Left open")),
        ChoiceField("q19_payer", "Q19 Who arranges and pays", options(Payer, blank="Left open")),
    ]  # fmt: skip
    made += [ChoiceField(n, title, options(Told, blank="Left open")) for n, title in _TOLD]
    made += [ProseField(n, title, look, lines=2) for n, title in _PROSE]
    made += [LineField(n, title) for n, title in _LINES]
    made += [DateField(n, title, look, today) for n, title in _DATES]
    first = made[:2]
    return [*first, *sorted(made[2:], key=_number)]


def _number(field: Field) -> str:
    return field.name[:3] if field.name.startswith("q") else "r"


def answers_of(given: Values, test: str) -> Answers:
    """Return what was typed as answers; what was left open stays open."""
    plain: dict[str, Any] = {name: given[name] for name, _ in (*_PROSE, *_LINES, *_DATES)}
    plain |= {name: _choice(Told, given[name]) for name, _ in _TOLD}
    return Answers(
        q02_test=test,
        q03_restrictions=tuple(
            Restriction(row["what"], row["how_often"], row["why"])
            for row in given["q03_restrictions"]
            if row["what"]
        ),
        q08_purpose=_choice(PurposeOf, given["q08_purpose"]),
        q10_goes_out=_choice(Going, given["q10_goes_out"]),
        q14_objects=_choice(Objecting, given["q14_objects"]),
        q17_view=_choice(MaView, given["q17_view"]),
        q19_payer=_choice(Payer, given["q19_payer"]),
        **plain,
    )


def _choice(kind: type[E], value: str) -> E | None:
    return kind(value) if value else None


def told(answers: Answers) -> list[tuple[str, str]]:
    """Return what a return says, question by question; what was left open says so."""
    listed = []
    for name in Answers.__dataclass_fields__:
        value = getattr(answers, name)
        if value in (None, "", ()):
            continue
        said = words.fact(value) if name == "q02_test" else written(value)
        listed.append((words.fact(name), said))
    return listed


def written(value: object) -> str:
    """Return an answer as people read it."""
    if value in (None, "", ()):
        return "left open"
    if isinstance(value, tuple):
        return "; ".join(
            ", ".join(part for part in (one.what, one.how_often, one.why) if part) for one in value
        )
    if isinstance(value, date):
        return words.fill("{on}", {"on": value})
    code = getattr(value, "value", None)
    return words.fact(code) if code is not None else str(value)


def named(values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return choices with a blank one first."""
    return [("", "Choose"), *values]
