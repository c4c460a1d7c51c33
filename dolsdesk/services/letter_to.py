"""To whom letters of a case may go: those whom the law names, and those whom practice adds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from dolsdesk.domain.dols import copies as matrix
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.advocates import Advocacy
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.endings import Closure
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.forms.letter import Letter
from dolsdesk.domain.records import RecordKind
from dolsdesk.services import letter_facts, words


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody a letter may go to; ``kind`` is what they are to the case."""

    kind: str
    name: str
    address: str

    @property
    def key(self) -> str:
        """Return what names them in a choice."""
        return f"{self.kind}|{self.name}"

    @property
    def is_near(self) -> bool:
        """Return whether it is the person or somebody of theirs, not somebody at work."""
        return self.kind in _NEAR


#: Whose letters carry no birth date in their footer: they lie about at home.
_NEAR = frozenset({"person", "interested_person", "representative", "contact"})


def of(case: Case, letter: Letter) -> tuple[Addressee, ...]:
    """Return to whom a letter may go, each once, in the order the template names them."""
    found: dict[str, Addressee] = {}
    for kind in letter.to:
        for one in _OF[kind](case):
            found.setdefault(one.key, one)
    return tuple(found.values())


def salutation_name(to: Addressee, case: Case) -> str:
    """Return how a letter begins: by name where somebody is written to, not where a place is."""
    if to.kind == matrix.Recipient.MANAGING_AUTHORITY.value:
        return case.request.contact_name or words.sentence("LETTER_MANAGER")
    if to.kind in {"council", "coroner", "advocate"}:
        return words.sentence("LETTER_COLLEAGUE")
    return to.name


def _matrix(recipient: matrix.Recipient, case: Case) -> Iterator[Addressee]:
    for name, address in matrix.named(recipient, case):
        yield Addressee(recipient.value, name, address)


def _contacts(case: Case) -> Iterator[Addressee]:
    for one in case.contacts:
        if one.name.strip():
            yield Addressee("contact", one.name, one.address)


def _appointee(case: Case) -> Iterator[Addressee]:
    found = letter_facts.representative(case)
    if found is not None:
        yield Addressee("representative", found.name, found.address)


def _advocates(case: Case) -> Iterator[Addressee]:
    held = holdings.of(case.records, RecordKind.ADVOCATE, Advocacy)
    for one in held:
        if one.facts.instructed_on is not None and one.facts.ended_on is None:
            yield Addressee("advocate", one.facts.provider, one.facts.address)


def _silent(case: Case) -> Iterator[Addressee]:
    for one in letter_facts.silent_advocates(case):
        yield Addressee("advocate", one.provider, one.address)


def _assessor(kind: AssessmentKind, case: Case) -> Iterator[Addressee]:
    held = case.active_allocations.get(kind)
    if held is not None:
        yield Addressee("assessor", held.assessor_name, "")


def _other_council(case: Case) -> Iterator[Addressee]:
    found = holdings.newest(case.records, RecordKind.CLOSURE, Closure)
    name = (found.facts.council if found else "") or case.request.residence_council
    if name:
        yield Addressee("council", name, "")


def _coroner(case: Case) -> Iterator[Addressee]:
    if case.person.date_of_death is not None:
        yield Addressee("coroner", words.sentence("LETTER_CORONER"), "")


_OF: Mapping[str, Callable[[Case], Iterator[Addressee]]] = {
    **{one.value: partial(_matrix, one) for one in matrix.Recipient},
    "contact": _contacts,
    "appointee": _appointee,
    "advocate": _advocates,
    "silent_advocate": _silent,
    "bia": partial(_assessor, AssessmentKind.BI),
    "doctor": partial(_assessor, AssessmentKind.MH),
    "council": _other_council,
    "coroner": _coroner,
}
