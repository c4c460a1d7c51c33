"""Why an assessor is suggested, in words: a sentence a part, and the few that weigh most."""

from collections.abc import Iterable

from dolsdesk.domain.hours import hours
from dolsdesk.domain.ranking import FULL, HIGHEST, Mark
from dolsdesk.services import words

#: From so many points a part speaks for somebody; below the second, against.
_FOR, _AGAINST = 80, 30
#: What is the same for everybody says nothing of anybody.
_SAYS_NOTHING = frozenset({"RANK_SKILL_NOT_ASKED", "RANK_LANGUAGE_NOT_ASKED"})


def said(mark: Mark) -> str:
    """Return what a part of the score rests on."""
    facts = dict(mark.facts)
    if "minutes" in facts:
        facts["left"] = hours(facts.pop("minutes"))
    return words.sentence(mark.why, **facts)


def worth(mark: Mark, marks: Iterable[Mark]) -> tuple[int, int]:
    """Return what a part brings to the score of a thousand, and the most it could."""
    whole = sum(one.weight for one in marks)
    if not whole:
        return 0, 0
    most = HIGHEST * mark.weight
    return round(most * mark.points / (FULL * whole)), round(most / whole)


def reasons(marks: Iterable[Mark]) -> str:
    """Return in a few sentences what speaks most for somebody, and what against.

    Parts without weight are left out, and what is said of everybody.
    """
    counted = [mark for mark in marks if mark.weight and mark.why not in _SAYS_NOTHING]
    telling = [mark for mark in counted if mark.points >= _FOR or mark.points < _AGAINST]
    heavy = sorted(telling, key=lambda mark: -abs(2 * mark.points - FULL) * mark.weight)
    return " ".join(said(mark) for mark in heavy if mark.why != "RANK_CONTINUITY_NONE")


def place(rank: int, of: int, score: int) -> str:
    """Return where somebody stands among those suggested."""
    return words.sentence("RANK_PLACE", n=rank, of=of, score=score)
