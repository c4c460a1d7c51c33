"""What every paper carries besides its content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meta:
    """The furniture of a paper. ``is_draft`` marks a paper that was not issued.

    ``footer_person`` is initials and date of birth, never a full name.
    """

    title: str
    council: str
    reference: str
    footer_person: str
    template: str
    produced: str
    author: str
    marking: str = "OFFICIAL-SENSITIVE"
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper."""

    content: bytes
    pages: int
