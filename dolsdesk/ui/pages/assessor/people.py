"""Who was met or consulted, who was not, and refusals that others may have made."""

from dolsdesk.domain.dols.assessments import RefusalFound, RefusalKind
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.people import Contact
from dolsdesk.services import words
from dolsdesk.services.asked import ask
from dolsdesk.ui.pages.assessor.about import met
from dolsdesk.ui.pages.assessor.asks import Maker
from dolsdesk.ui.pages.assessor.section import Section, Standing, is_blank
from dolsdesk.ui.widgets.basics import column, holder
from dolsdesk.ui.widgets.fields import Field, LineField, as_bool
from dolsdesk.ui.widgets.flow import lines
from dolsdesk.ui.widgets.rows import Cell, RowsField

_K = AssessmentKind


def has_bi(now: Standing) -> bool:
    """Return whether best interests is assessed on the form."""
    return _K.BI in now.kinds


class People(Section):
    """Rows 6 and 7 of Form 3."""

    def __init__(self, make: Maker) -> None:
        look = make.look
        self.consulted = RowsField(
            "consulted", ask("consulted").title, look,
            (
                Cell("name", lambda: LineField("name", "Name"), 3),
                Cell("relationship", lambda: LineField("relationship", "Connection"), 2),
                Cell("address", lambda: LineField("address", "Address"), 4),
            ),
            add="Add a person",
        )  # fmt: skip
        self.nobody = make.line("why_nobody_consulted")
        self.missed = RowsField(
            "not_consulted", ask("not_consulted").title, look,
            (
                Cell("name", lambda: LineField("name", "Name"), 3),
                Cell("relationship", lambda: LineField("relationship", "Connection"), 2),
                Cell("why", lambda: LineField("why", "Why not"), 4),
            ),
            add="Add somebody not consulted",
        )  # fmt: skip
        super().__init__(
            "People consulted",
            [make.with_law("consulted", self.consulted, self.nobody), self.missed],
            [self.consulted, self.nobody, self.missed],
            when=has_bi,
        )

    @property
    def missing(self) -> tuple[Field, ...]:
        """Return the list of those consulted where nobody is on it and nothing says why."""
        if self.is_asked and is_blank(self.consulted) and is_blank(self.nobody):
            return (self.consulted,)
        return ()

    def read(self) -> tuple[tuple[Contact, ...], tuple[Contact, ...]]:
        """Return who was consulted, and who was not."""
        met_ = tuple(
            Contact(row["name"], row["relationship"], address=row["address"], was_consulted=True)
            for row in self.consulted.value()
            if row["name"]
        )
        missed = tuple(
            Contact(row["name"], row["relationship"], why_not_consulted=row["why"])
            for row in self.missed.value()
            if row["name"]
        )
        return met_, missed


class Age(Section):
    """The age assessment."""

    def __init__(self, make: Maker) -> None:
        self.result = met(make, _K.AGE)
        self.reasons = make.prose("age_reasons", lines=2)
        both = [self.result, self.reasons]
        super().__init__(
            "Age", [make.with_law("age_result", *both)], both, both,
            when=lambda now: _K.AGE in now.kinds,
        )  # fmt: skip


class Refusals(Section):
    """Row 13: advance decision, donee, deputy."""

    def __init__(self, make: Maker) -> None:
        look = make.look
        self.rows = {
            kind: (
                make.yes_no(f"{kind.value}_exists",
                            title=f"{words.fact(kind.value)}: is there one?"),
                make.yes_no(f"{kind.value}_conflicts",
                            title=f"{words.fact(kind.value)}: does it conflict with the care?"),
                LineField(f"{kind.value}_note", f"{words.fact(kind.value)}: details"),
            )
            for kind in RefusalKind
        }  # fmt: skip
        self.result = met(make, _K.NR)
        self.reasons = make.prose("nr_reasons", lines=2)
        grid = column(gap="snug")
        for exists, conflicts, note in self.rows.values():
            grid.addLayout(lines(look, [(exists, 2), (conflicts, 2), (note, 2)]))
        flat = [field for row in self.rows.values() for field in row]
        exist = [row[0] for row in self.rows.values()]
        super().__init__(
            "No refusals",
            [make.with_law("nr_result", holder(grid), self.result), self.reasons],
            [*flat, self.result, self.reasons],
            [*exist, self.result, self.reasons],
            when=lambda now: _K.NR in now.kinds,
        )

    def follow(self, standing: Standing) -> None:
        """Ask whether something conflicts only where it exists."""
        super().follow(standing)
        for exists, conflicts, note in self.rows.values():
            is_there = exists.value() == "yes"
            conflicts.setVisible(is_there or bool(conflicts.value()))
            note.setVisible(is_there or bool(note.value()))

    def read(self) -> tuple[RefusalFound, ...]:
        """Return the rows typed."""
        return tuple(
            RefusalFound(kind, as_bool(exists), as_bool(conflicts), note.value())
            for kind, (exists, conflicts, note) in self.rows.items()
        )

    @property
    def kind(self) -> RefusalKind | None:
        """Return the first refusal that is said to conflict."""
        return next((one.kind for one in self.read() if one.conflicts), None)
