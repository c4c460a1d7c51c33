"""What the lists of allocation show, column by column."""

from collections.abc import Callable, Collection
from datetime import date

from dolsdesk.domain import text
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.returns import ReturnState
from dolsdesk.domain.hours import hours
from dolsdesk.services import allocation_words, words
from dolsdesk.services.allocation_batch import Batch
from dolsdesk.services.allocation_proposal import Given, Line, LoadLine
from dolsdesk.services.returns import ReturnLine, kinds_in_words
from dolsdesk.ui.tables.row_model import Column

MH, BI = AssessmentKind.MH, AssessmentKind.BI
_SHORT = {MH: "doctor", BI: "BIA"}
_HEADINGS = {MH: "Doctor", BI: "Best interests"}


def line_columns(today: date, roles: Collection[AssessmentKind]) -> list[Column[Line]]:
    """Return the columns of a proposal; those of a role that was not asked for are left out."""

    def who(role: AssessmentKind) -> Callable[[Line], str]:
        def written(line: Line) -> str:
            given = line.by(role)
            if given is None:
                return "waits" if role in line.asked.kinds else "has one"
            return f"{given.name} *" if given.by_hand else given.name

        return written

    def tip(role: AssessmentKind) -> Callable[[Line], str]:
        def written(line: Line) -> str:
            given = line.by(role)
            return why(given) if given is not None else allocation_words.left(line)

        return written

    def tone(line: Line) -> str:
        return "muted" if not line.given else ""

    def warned(line: Line) -> str:
        return " ".join(words.problem(p) for given in line.given for p in given.warnings)

    def due(line: Line) -> str:
        on = line.asked.case.due_on
        return text.near_date(on, today) if on else ""

    def due_tone(line: Line) -> str:
        on = line.asked.case.due_on
        return "danger" if on is not None and on < today else ""

    def waited(line: Line) -> str:
        days = f"{(today - line.asked.case.received_on).days:,}"
        return f"{days}, called" if line.asked.called is not None else days

    columns = [
        Column("ref", "Reference", lambda one: one.asked.case.ref, 92, tone=tone),
        Column("person", "Person", lambda one: one.asked.case.person_name, 104, is_strong=True),
        Column("place", "Home or hospital", lambda one: one.asked.case.place_name, 92),
        Column("band", "Band", lambda one: words.fact(one.asked.case.priority), 66),
        Column("waited", "Days waited", waited, 84, tip=waited),
        Column("due", "Due by law", due, 76, tone=due_tone),
    ]
    columns += [
        Column(role.value, _HEADINGS[role], who(role), 116, tone=tone, tip=tip(role))
        for role in (MH, BI) if role in roles
    ]  # fmt: skip
    return [
        *columns,
        Column(
            "warned",
            "Warnings",
            warned,
            120,
            tone=lambda line: "warning" if line.has_warnings else "",
            tip=warned,
        ),
    ]


def why(given: Given) -> str:
    """Return why somebody is proposed, with the rank among those who may act."""
    from dolsdesk.services import ranking_words

    placed = ranking_words.place(given.rank, given.of, given.score)
    return f"{placed} {ranking_words.reasons(given.ranked.marks)}".strip()


def load_columns(answered: Collection[int]) -> list[Column[LoadLine]]:
    """Return the columns of what everybody would carry; ``answered`` have answered no."""

    def told(one: LoadLine) -> str:
        if not one.new:
            return ""
        return "all no" if one.assessor_id in answered else "to be asked"

    def told_tone(one: LoadLine) -> str:
        return {"all no": "good", "to be asked": "warning"}.get(told(one), "")

    def left(one: LoadLine) -> str:
        return hours(one.minutes_left) if one.minutes_left is not None else "not known"

    def left_tone(one: LoadLine) -> str:
        return "warning" if one.minutes_left is not None and one.minutes_left < 0 else ""

    def limits(one: LoadLine) -> str:
        return " ".join(map(words.problem, one.warnings))

    def worth(one: LoadLine) -> str:
        return f"{one.slot.worth:,}" if one.slot is not None else ""

    def brings(one: LoadLine) -> str:
        if one.slot is None:
            return ""
        return f"{one.slot_ref} off the list" if one.slot_ref else "others placed better"

    return [
        Column("name", "Assessor", lambda one: one.name, 126, is_strong=True),
        Column("role", "For", lambda one: _SHORT[one.role], 64),
        Column("new", "New", lambda one: str(one.new) if one.new else "", 46, is_right=True),
        Column("room", "Room", lambda one: str(one.slots), 52, is_right=True),
        Column("open", "Open", lambda one: f"{one.open} of {one.limit}", 62),
        Column("left", "Hours left", left, 84, tone=left_tone),
        Column("answers", "Answers", told, 94, tone=told_tone),
        Column("worth", "One more", worth, 76, is_right=True, tip=allocation_words.slot),
        Column("what", "would bring", brings, 150, tip=allocation_words.slot),
        Column("limits", "Past a limit", limits, 150,
               tone=lambda one: "warning" if one.warnings else "", tip=limits),
    ]  # fmt: skip


def return_columns(today: date) -> list[Column[ReturnLine]]:
    """Return the columns of the reports that are out; due today is not overdue."""

    def state(one: ReturnLine) -> str:
        if one.state is ReturnState.OVERDUE:
            return f"{text.number_of((today - one.return_on).days, 'day')} overdue"
        return words.fact(one.state.value)

    def tone(one: ReturnLine) -> str:
        return {ReturnState.OVERDUE: "danger", ReturnState.DUE_TODAY: "warning"}.get(one.state, "")

    def chased(one: ReturnLine) -> str:
        if one.chased_on is None:
            return "not yet"
        times = "once" if one.chases == 1 else f"{one.chases} times"
        return f"{times}, {text.near_date(one.chased_on, today)}"

    def kinds(one: ReturnLine) -> str:
        said = kinds_in_words(one.kinds)
        return f"sent back: {said}" if one.was_sent_back else said

    def legal(one: ReturnLine) -> str:
        return text.near_date(one.legal_on, today) if one.legal_on else ""

    def legal_tone(one: ReturnLine) -> str:
        if one.legal_on is None or one.legal_on >= max(today, one.return_on):
            return ""
        return "danger" if one.legal_on < today else "warning"

    return [
        Column("state", "Report", state, 122, tone=tone),
        Column("on", "Back by", lambda one: text.near_date(one.return_on, today), 84),
        Column("assessor", "Assessor", lambda one: one.assessor, 140, is_strong=True),
        Column("kinds", "For", kinds, 150, tip=kinds),
        Column("ref", "Reference", lambda one: one.ref, 94),
        Column("person", "Person", lambda one: one.person_name, 130),
        Column("place", "Home or hospital", lambda one: one.place_name, 120),
        Column("legal", "Due by law", legal, 84, tone=legal_tone),
        Column("chased", "Chased", chased, 110,
               tone=lambda one: "" if one.chases else "warning"),
    ]  # fmt: skip


def batch_columns() -> list[Column[Batch]]:
    """Return the columns of what was accepted."""

    def undone(one: Batch) -> str:
        if one.undone_at is None:
            return ""
        return f"undone {text.near_moment(one.undone_at)}: {one.undone_why}"

    return [
        Column("at", "Accepted", lambda one: text.moment(one.accepted_at), 150),
        Column("by", "By", lambda one: one.accepted_by, 130, is_strong=True),
        Column("cases", "Cases", lambda one: str(one.cases), 60, is_right=True),
        Column("reason", "Why despite warnings", lambda one: one.reason, 240,
               tip=lambda one: one.reason),
        Column("undone", "Undone", undone, 240,
               tone=lambda one: "muted" if one.undone_at else "", tip=undone),
    ]  # fmt: skip
