"""Letters and notices of a case: which may be written, to whom, seen first, then released (AU5).

Nothing leaves by itself: a letter is looked at as it would be sent, and whoever releases it says
how it goes. Released, it is frozen; the line of whoever had to be told is ticked with it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from dolsdesk import resources
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import copies as matrix
from dolsdesk.domain.dols import holdings
from dolsdesk.domain.dols.advocates import Advocacy
from dolsdesk.domain.dols.case import Case, CopyLine
from dolsdesk.domain.dols.endings import Closure
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.forms import letter as spec
from dolsdesk.domain.forms.letter import Letter, PartKind, merged
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.reports.model import Meta
from dolsdesk.services import council, letter_facts, paperwork, words
from dolsdesk.services.acts import on_case
from dolsdesk.services.context import Context
from dolsdesk.services.copies import METHODS
from dolsdesk.services.letter_facts import Stage
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.paperwork import Paper
from dolsdesk.store.repos import cases, documents

_FOLDER = "forms/LETTERS"
#: Which letter tells of which event of the notice matrix (dols.md 3.6).
TELLS: dict[str, tuple[str, ...]] = {
    "L11": ("granted",),
    "L11E": ("granted",),
    "L12": ("not_granted",),
    "L12E": ("not_granted",),
    "F1X": ("extension_granted", "extension_refused"),
    "L28": ("urgent_ceased",),
    "F9": ("sa_ceased",),
    "F9E": ("sa_ceased",),
    "L21": ("suspended",),
    "L21L": ("suspension_lifted",),
    "L19": ("review_notice",),
    "L20": ("review_outcome",),
    "L09": ("rpr_appointed_copies",),
    "L09C": ("rpr_appointed_copies",),
    "F8": ("rpr_terminated_copies",),
}


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter to be written: which, to whom, and what whoever sends it adds."""

    code: str
    to: str
    words: str = ""
    is_large: bool = False


@cache
def letters() -> dict[str, Letter]:
    """Return every letter by its code, in the order of their codes."""
    names = resources.names(_FOLDER, ".toml")
    found = [spec.parse(resources.text(name)) for name in sorted(names)]
    return {one.code: one for one in found}


def possible(ctx: Context, case: Case) -> tuple[Letter, ...]:
    """Return the letters that can be written in a case as it stands today."""
    stage = Stage(ctx, case)
    return tuple(one for one in letters().values() if _is_possible(stage, one))


def _is_possible(stage: Stage, letter: Letter) -> bool:
    needed = all(letter_facts.VOCABULARY[name](stage) for name in letter.needs)
    return needed and bool(addressees(stage.case, letter))


def addressees(case: Case, letter: Letter) -> tuple[Addressee, ...]:
    """Return to whom a letter may go, each once, in the order the template names them."""
    found: dict[str, Addressee] = {}
    for kind in letter.to:
        for one in _OF[kind](case):
            found.setdefault(one.key, one)
    return tuple(found.values())


def preview(ctx: Context, request_id: int, wanted: Wanted) -> Paper:
    """Return a letter as it would be released now, marked as a draft.

    Raises:
        Refused: there is no such letter, it cannot be written yet, nobody is chosen, or it needs
            words of one's own and has none.
    """
    with ctx.reading() as session:
        case = cases.load(session, request_id)
    return _made(ctx, case, wanted, is_draft=True)


def draft(ctx: Context, code: str, case: Case) -> Paper:
    """Return a letter to the first it may go to, marked as a draft, as the command line gives it.

    Raises:
        Refused: there is no such letter, or it cannot be written yet.
    """
    letter = _known(code)
    stage = Stage(ctx, case)
    if not _is_possible(stage, letter):
        raise Refused("PAPER_NOT_YET", paper=code, ref=case.request.ref)
    free = words.sentence("LETTER_OWN_WORDS") if letter.asks_for_words else ""
    first = addressees(case, letter)[0]
    return _made(ctx, case, Wanted(code, first.key, free), is_draft=True)


def release(ctx: Context, request_id: int, wanted: Wanted, *, method: str = "") -> Outcome[int]:
    """Release a letter: it is frozen, and the lines of the event it tells of are ticked.

    Args:
        ctx: who acts, and on what.
        request_id: the case.
        wanted: which letter, to whom.
        method: how it goes, today; empty where it is printed and sent later.

    Returns:
        The id of the issued letter.

    Raises:
        Refused: it cannot be written, nobody is chosen, or it needs words and has none.
    """
    if method and method not in METHODS:
        raise Refused("METHOD_NEEDED", field="method")
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        paper = _made(ctx, act.case, wanted)
        document_id = documents.add(
            act.write.session, request_id, code=paper.code, title=paper.title,
            template=paper.template, edition=ctx.book.edition, answers=paper.answers,
            content=paper.content, pages=paper.pages, issued_at=act.write.at,
            issued_by=ctx.actor.id,
        )  # fmt: skip
        name = wanted.to.partition("|")[2]
        for line in told_by(act.case, wanted) if method else ():
            cases.settle_copy(
                act.write.session, request_id, line.id, sent_on=ctx.today, method=method,
                reason_not_sent="",
            )  # fmt: skip
        act.happened("letter_released", f"{paper.code}: {paper.title}. {name}")
        act.record("release_letter", paper=paper.code, document_id=document_id, method=method)
    return Outcome(document_id, of_case(request_id))


def told_by(case: Case, wanted: Wanted) -> tuple[CopyLine, ...]:
    """Return the lines that a letter to somebody settles: of the event it tells of, unsettled."""
    kind, _, name = wanted.to.partition("|")
    events = TELLS.get(wanted.code, ())
    return tuple(
        line
        for line in case.copies
        if line.event in events
        and not line.is_settled
        and (line.recipient, line.name) == (kind, name)
    )


def for_line(ctx: Context, case: Case, line: CopyLine) -> Wanted | None:
    """Return the letter that tells somebody of what the law says they must be told."""
    stage = Stage(ctx, case)
    for code, events in TELLS.items():
        if line.event not in events:
            continue
        letter = letters()[code]
        key = f"{line.recipient}|{line.name}"
        if _is_possible(stage, letter) and key in {one.key for one in addressees(case, letter)}:
            return Wanted(code, key)
    return None


def _known(code: str) -> Letter:
    found = letters().get(code)
    if found is None:
        raise Refused("NO_SUCH_PAPER", paper=code, papers=tuple(letters()))
    return found


def _made(ctx: Context, case: Case, wanted: Wanted, *, is_draft: bool = False) -> Paper:
    from dolsdesk.reports import letters as printed

    letter = _known(wanted.code)
    stage = Stage(ctx, case)
    if not all(letter_facts.VOCABULARY[name](stage) for name in letter.needs):
        raise Refused("PAPER_NOT_YET", paper=letter.code, ref=case.request.ref)
    to = next((one for one in addressees(case, letter) if one.key == wanted.to), None)
    if to is None:
        raise Refused("LETTER_TO_WHOM", field="to")
    if letter.asks_for_words and not wanted.words.strip():
        raise Refused("LETTER_WORDS_NEEDED", field="words")
    answers = letter_facts.of(stage, letter)
    free = next((part.key or "words" for part in letter.parts if part.kind is PartKind.FREE), "")
    if free:
        answers[free] = wanted.words.strip()
    answers["to"] = f"{to.name}\n{to.address}".strip()
    now, who = ctx.clock.now(), ctx.actor
    envelope = printed.Envelope(
        to=str(answers["to"]),
        sender=council.letterhead(ctx),
        on=str(letter_facts.VOCABULARY["today"](stage)),
        reference=words.sentence("LETTER_OUR_REF", ref=case.request.ref),
        salutation=words.sentence("LETTER_DEAR", name=_called(to, case)),
        about=words.sentence("LETTER_ABOUT", name=case.person.full_name)
        if letter.names_person and to.kind != matrix.Recipient.PERSON.value
        else "",
        signed_by="\n".join(part for part in (who.name, who.job_title, council.name(ctx)) if part),
    )
    title = merged(letter.title, answers)
    is_near = to.kind in _NEAR
    meta = Meta(
        title=title,
        council=council.name(ctx),
        reference=case.request.ref,
        footer_person="" if is_near else f"{case.person.initials} born {case.person.born()}",
        template=letter.template,
        produced=paperwork.moment(now),
        author=council.name(ctx),
        is_draft=is_draft,
    )
    done = printed.render(
        replace_free(letter, free), answers, envelope, meta, is_large=wanted.is_large
    )
    return Paper(letter.code, title, letter.template, answers, done.content, done.pages)


def replace_free(letter: Letter, key: str) -> Letter:
    """Return a letter whose free part stands under the name its words are kept by."""
    if not key:
        return letter
    parts = tuple(
        replace(part, key=key) if part.kind is PartKind.FREE else part for part in letter.parts
    )
    return replace(letter, parts=parts)


#: Whose letters carry no birth date in their footer: they lie about at home.
_NEAR = frozenset({"person", "interested_person", "representative", "contact"})


def _called(to: Addressee, case: Case) -> str:
    """Return how a letter begins: by name where somebody is written to, not where a place is."""
    if to.kind == matrix.Recipient.MANAGING_AUTHORITY.value:
        return case.request.contact_name or words.sentence("LETTER_MANAGER")
    if to.kind in {"council", "coroner", "advocate"}:
        return words.sentence("LETTER_COLLEAGUE")
    return to.name


# To whom


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


def _former(case: Case) -> Iterator[Addressee]:
    found = letter_facts.former_representative(case)
    if found is not None:
        yield Addressee("representative", found.name, found.address)


def _advocates(case: Case) -> Iterator[Addressee]:
    held = holdings.of(case.records, RecordKind.ADVOCATE, Advocacy)
    for one in held:
        if one.facts.instructed_on is not None and one.facts.ended_on is None:
            yield Addressee("advocate", one.facts.provider, one.facts.address)


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
    "former": _former,
    "advocate": _advocates,
    "bia": partial(_assessor, AssessmentKind.BI),
    "doctor": partial(_assessor, AssessmentKind.MH),
    "council": _other_council,
    "coroner": _coroner,
}
