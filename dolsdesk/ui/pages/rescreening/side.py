"""What stands beside the list of a campaign: one case, its returns side by side, what happened."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import Questionnaire
from dolsdesk.services import words
from dolsdesk.services.campaign_cases import Differing, ItemView
from dolsdesk.ui.pages.rescreening import forms
from dolsdesk.ui.widgets.basics import clear, holder, label


class CaseSide(QWidget):
    """Tells of the chosen case; nothing is typed here."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(8, 0, 8, 8)

    def show_view(self, view: ItemView | None) -> None:
        """Show a case, or nothing."""
        clear(self.box)
        if view is None:
            return
        for made in _parts(view):
            self.box.addWidget(made)
        self.box.addStretch(1)

    def said(self) -> str:
        """Return everything that stands here, line by line."""
        found = self.findChildren(type(label("")))
        return "\n".join(one.text() for one in found)


def _parts(view: ItemView) -> Iterator[QWidget]:
    yield label(view.item.person_name, "lead", wrap=True)
    yield label("\n".join(_lines(view)), wrap=True)
    if view.differences:
        sentence = "RETURNS_DIFFER" if view.needs_choice else "RETURNS_DIFFERED"
        yield label(words.by_code(sentence), "danger" if view.needs_choice else "", wrap=True)
        yield holder(_beside(view.returns, view.differences))
    for one in view.returns:
        yield label(_heading(one, view.returns), "heading", wrap=True)
        by = f"{one.completed_by or 'Nobody named'}; entered by {one.entered_by}"
        lines = [by, *([f"Chosen by {one.chosen_by}: {one.chosen_why}"] if one.chosen_why else ())]
        lines += [f"{name}: {said}" for name, said in forms.told(one.answers)]
        yield label("\n".join(lines), "small", wrap=True)
    yield label("What happened", "heading")
    yield label("\n".join(
        f"{text.short_date(one.at.date())} {words.fact(one.to_state)}, {one.by}"
        + (f": {one.note}" if one.note else "") for one in reversed(view.events)
    ), "small", wrap=True)  # fmt: skip


def _lines(view: ItemView) -> list[str]:
    item = view.item
    why = ", ".join(words.fact(flag.value) for flag in item.reasons) or "No reason on the list"
    lines = [f"{words.fact(item.priority.value)}: {why}."]
    for name, said in (
        ("Triage", f"{words.fact(item.triage_view.value)}: {item.triage_why}"
         if item.triage_view else ""),
        ("Next step", f"{words.fact(item.next_action.value)}: {item.action_why}"
         if item.next_action else ""),
        ("Escalated", item.escalated_why),
        ("Outcome", f"{words.fact(item.outcome)} {item.finding_ref}" if item.outcome else ""),
        ("Left out", item.excluded_reason),
        ("", words.sentence("TOPPED_UP") if item.is_top_up else ""),
    ):  # fmt: skip
        if said:
            lines.append(f"{name}: {said}" if name else said)
    return lines


def _heading(one: Questionnaire, returns: Sequence[Questionnaire]) -> str:
    counts = " · counts" if one.is_chosen and len(returns) > 1 else ""
    return f"Return {one.number}, {text.short_date(one.returned_on)}{counts}"


def _beside(returns: Sequence[Questionnaire], found: Sequence[Differing]) -> QGridLayout:
    """Return the questions that were answered differently, the returns beside each other."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    for place, one in enumerate(returns):
        grid.setColumnStretch(place, 1)
        said = label(_heading(one, returns), "label", wrap=True)
        grid.addWidget(said, 0, place, Qt.AlignmentFlag.AlignBottom)
    for number, differing in enumerate(found):
        question = words.fact(differing.question)
        grid.addWidget(label(question, "muted", wrap=True), 1 + 2 * number, 0, 1, len(returns))
        for place, said in enumerate(differing.told):
            written = label(f"“{forms.written(said)}”", wrap=True)
            written.setAccessibleName(
                f"{question}, return {returns[place].number}: {written.text()}"
            )
            grid.addWidget(written, 2 + 2 * number, place, Qt.AlignmentFlag.AlignTop)
    return grid
