"""One section of a form: its fields, which of them are needed, and whether it is asked at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLayout, QWidget

from dolsdesk.domain.dols.assessor_forms import AssessorForm
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.ui.widgets.basics import card, column, label
from dolsdesk.ui.widgets.fields import Field, TickField


@dataclass(frozen=True, slots=True)
class Standing:
    """What the answers so far make of a form.

    Attributes:
        form: which form it is.
        kinds: the assessments that are made on it.
        is_positive: whether best interests is met, as far as that is said.
        is_again: whether an earlier best interests assessment is relied on.
        is_report: whether the council's pack has one narrative in place of many boxes.
    """

    form: AssessorForm
    kinds: frozenset[AssessmentKind]
    is_positive: bool | None = None
    is_again: bool = False
    is_report: bool = False


Asked = Callable[[Standing], bool]


def always(_standing: Standing) -> bool:
    """Be asked on every form."""
    return True


class Section(QWidget):
    """A card with a title; ``needed`` are the fields that must not be blank, each while asked.

    ``stays`` keeps it in sight, once something stands in it, even where it is not asked any more.
    """

    def __init__(
        self,
        title: str,
        inside: Sequence[QWidget | QLayout],
        fields: Sequence[Field],
        needed: Sequence[Field] = (),
        *,
        when: Asked = always,
        parts: Sequence[tuple[QWidget, Asked]] = (),
        stays: bool = False,
    ) -> None:
        super().__init__()
        self.title = title
        self.fields = tuple(fields)
        self._needed = tuple(needed)
        self._when = when
        self._parts = tuple(parts)
        self._stays = stays
        self.is_asked = True
        heading = label(title, "lead")
        self.setLayout(column(card(column(heading, *inside, gap="room"))))
        self.setAccessibleName(title)

    def follow(self, standing: Standing) -> None:
        """Show what is worth asking now."""
        self.is_asked = self._when(standing)
        self.setVisible(self.is_asked or (self._stays and self.is_used))
        for part, when in self._parts:
            part.setVisible(when(standing))

    @property
    def is_used(self) -> bool:
        """Return whether something stands in the section."""
        return any(not is_blank(field) for field in self.fields)

    @property
    def missing(self) -> tuple[Field, ...]:
        """Return the fields that are asked, needed and blank, in order."""
        if not self.is_asked:
            return ()
        return tuple(
            field for field in self._needed if not _is_put_away(field, self) and is_blank(field)
        )


def _is_put_away(field: QWidget, within: QWidget) -> bool:
    """Return whether a field, or something round it, is not asked now."""
    widget: QWidget | None = field
    while widget is not None and widget is not within:
        if widget.isHidden():
            return True
        widget = widget.parentWidget()
    return False


def is_blank(field: Field) -> bool:
    """Return whether nothing stands in a field."""
    if isinstance(field, TickField):
        return False
    value = field.value()
    return value is None or value in ("", [])
