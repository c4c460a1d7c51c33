"""A proposal in words: how good it is, why a case waits on, what one more slot would bring."""

from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.services import words
from dolsdesk.services.allocation_proposal import Line, LoadLine, Proposal

#: Whose work is shared out, as a person is called.
ROLE_NAMES = {
    AssessmentKind.MH: "Mental health assessor",
    AssessmentKind.BI: "Best interests assessor",
}


def match(proposal: Proposal) -> str:
    """Return how near a proposal, as it was found, is to the cheapest there is."""
    solved = proposal.solved
    if solved.price == solved.bound:
        return words.sentence("MATCH_PROVEN")
    code = "MATCH_NEAR" if solved.is_repeatable else "MATCH_STOPPED"
    return words.sentence(code, percent=f"{max(solved.gap, 0.0001):.2%}")


def left(line: Line) -> str:
    """Return why a case goes on waiting; empty if it does not."""
    if line.given:
        return ""
    asked = line.asked
    nobody = tuple(ROLE_NAMES[role].lower() for role in asked.kinds if not asked.ranked.get(role))
    if nobody:
        return words.sentence("MATCH_LEFT_NOBODY", items=nobody)
    return words.sentence("MATCH_LEFT_FULL")


def slot(load: LoadLine) -> str:
    """Return what one more slot of somebody would bring; empty if nothing."""
    if load.slot is None:
        return ""
    if load.slot_ref:
        return words.sentence("SLOT_WORTH_CASE", name=load.name, ref=load.slot_ref)
    return words.sentence("SLOT_WORTH_FIT", name=load.name, n=load.slot.worth)
