"""Letters and notices of a case: which may be written, seen first, then released (AU5).

Nothing leaves by itself: a letter is looked at as it would be sent, and whoever releases it says
how it goes. Released, it is frozen; the line of whoever had to be told is ticked with it.
"""

from dataclasses import dataclass, replace
from functools import cache

from dolsdesk import resources
from dolsdesk.clock import london_date
from dolsdesk.domain import text
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import copies as matrix
from dolsdesk.domain.dols.case import Case, CopyLine
from dolsdesk.domain.forms import letter as spec
from dolsdesk.domain.forms.letter import Letter, PartKind, merged
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.reports.model import Meta
from dolsdesk.services import council, letter_facts, letter_to, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.copies import METHODS
from dolsdesk.services.letter_facts import Stage
from dolsdesk.services.letter_to import Addressee
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers import issuing
from dolsdesk.services.papers.paper import Paper, moment
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import cases, documents

_FOLDER = "forms/LETTERS"
#: Under which name the words that a sender adds, and the addressee, stand among the answers.
_WORDS, _TO = "words", "to"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter to be written.

    Attributes:
        code: which letter.
        to: to whom, by the key of the addressee.
        words: what whoever sends it adds, where the letter asks for it.
        address: where it goes, if not to the address that is held.
        is_large: it is set in large print.
    """

    code: str
    to: str
    words: str = ""
    address: str = ""
    is_large: bool = False


@cache
def letters() -> dict[str, Letter]:
    """Return every letter by its code, in the order of their codes.

    Raises:
        Refused: a template names a fact that there is not.
    """
    names = resources.names(_FOLDER, ".toml")
    found = [spec.parse(resources.text(name)) for name in sorted(names)]
    for one in found:
        letter_facts.check(one)
    return {one.code: one for one in found}


def possible(stage: Stage) -> tuple[Letter, ...]:
    """Return the letters that can be written in a case as it stands today."""
    return tuple(one for one in letters().values() if _is_possible(stage, one))


def _is_possible(stage: Stage, letter: Letter) -> bool:
    return letter_facts.holds(stage, letter) and bool(addressees(stage.case, letter))


def addressees(case: Case, letter: Letter) -> tuple[Addressee, ...]:
    """Return to whom a letter may go.

    One that tells of an event goes to nobody but those who must be told of it, and to the address
    that was held then.
    """
    found = letter_to.of(case, letter)
    if not letter.tells:
        return found
    told = {f"{one.recipient}|{one.name}" for one in case.copies if one.event in letter.tells}
    return tuple(one for one in found if one.key in told)


def preview(ctx: Context, request_id: int, wanted: Wanted) -> Paper:
    """Return a letter as it would be released now, marked as a draft.

    Raises:
        Refused: there is no such letter, it cannot be written yet, nobody is chosen, or it needs
            words of one's own and has none.
    """
    with ctx.reading() as session:
        stage = letter_facts.read(ctx, session, cases.load(session, request_id))
    return made(stage, wanted, is_draft=True)


def draft(ctx: Context, session: ReadSession, code: str, case: Case) -> Paper:
    """Return a letter to the first it may go to, marked as a draft, as the command line gives it.

    Raises:
        Refused: there is no such letter, or it cannot be written yet.
    """
    letter, stage = known(code), letter_facts.read(ctx, session, case)
    if not _is_possible(stage, letter):
        raise Refused("PAPER_NOT_YET", paper=code, ref=case.request.ref)
    free = words.sentence("LETTER_OWN_WORDS") if letter.asks_for_words else ""
    return made(stage, Wanted(code, addressees(case, letter)[0].key, free), is_draft=True)


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
        Refused: it cannot be written, nobody is chosen, it needs words and has none, or the same
            letter was released to the same today.
    """
    if method and method not in METHODS:
        raise Refused("METHOD_NEEDED", field="method")
    with on_case(ctx, Act.SEND_COPIES, request_id) as act:
        document_id = release_within(act, wanted, method)
    return Outcome(document_id, of_case(request_id))


def release_within(act: CaseAct, wanted: Wanted, method: str = "") -> int:
    """Release a letter within an act on its case; see ``release``."""
    ctx, session, request_id = act.ctx, act.write.session, act.case.request.id
    paper = made(letter_facts.read(ctx, session, act.case), wanted)
    _not_twice_today(act, paper)
    document_id = issuing.issue(act, paper)
    for line in told_by(act.case, wanted) if method else ():
        cases.settle_copy(
            session, request_id, line.id, sent_on=ctx.today, method=method, reason_not_sent=""
        )
    name = wanted.to.partition("|")[2]
    act.happened("letter_released", f"{paper.code}: {paper.title}. {name}")
    act.record("release_letter", paper=paper.code, document_id=document_id, method=method)
    return document_id


def _not_twice_today(act: CaseAct, paper: Paper) -> None:
    """Look whether a letter that says exactly this was released today.

    Raises:
        Refused: it was.
    """
    session = act.write.session
    for one in documents.of_case(session, act.case.request.id):
        is_today = one.code == paper.code and london_date(one.issued_at) == act.ctx.today
        if is_today and documents.answers(session, one.id) == dict(paper.answers):
            raise Refused("LETTER_RELEASED_ALREADY", at=moment(one.issued_at), who=one.issued_by)


def told_by(case: Case, wanted: Wanted) -> tuple[CopyLine, ...]:
    """Return the lines that a letter to somebody settles: of the event it tells of, unsettled."""
    return tuple(one for one in _lines(case, wanted) if not one.is_settled)


def _lines(case: Case, wanted: Wanted) -> tuple[CopyLine, ...]:
    """Return the lines of an event about which a letter tells somebody."""
    events = known(wanted.code).tells
    return tuple(
        line
        for line in case.copies
        if line.event in events and f"{line.recipient}|{line.name}" == wanted.to
    )


def for_line(stage: Stage, line: CopyLine) -> Wanted | None:
    """Return the letter that tells somebody of what the law says they must be told."""
    key = f"{line.recipient}|{line.name}"
    for letter in letters().values():
        if line.event not in letter.tells or not letter_facts.holds(stage, letter):
            continue
        if key in {one.key for one in addressees(stage.case, letter)}:
            return Wanted(letter.code, key)
    return None


def known(code: str) -> Letter:
    """Return a letter by its code.

    Raises:
        Refused: there is no such letter.
    """
    found = letters().get(code)
    if found is None:
        raise Refused("NO_SUCH_PAPER", paper=code, papers=tuple(letters()))
    return found


def made(stage: Stage, wanted: Wanted, *, is_draft: bool = False) -> Paper:
    """Return a letter of a case to somebody.

    Raises:
        Refused: there is no such letter, it cannot be written yet, nobody is chosen, or it needs
            words of one's own and has none.
    """
    from dolsdesk.reports import letters as printed

    ctx, case, letter = stage.ctx, stage.case, known(wanted.code)
    if not letter_facts.holds(stage, letter):
        raise Refused("PAPER_NOT_YET", paper=letter.code, ref=case.request.ref)
    to = next((one for one in addressees(case, letter) if one.key == wanted.to), None)
    if to is None:
        raise Refused("LETTER_TO_WHOM", field="to")
    answers = letter_facts.of(stage, letter)
    if letter.asks_for_words:
        if not wanted.words.strip():
            raise Refused("LETTER_WORDS_NEEDED", field="words")
        letter, answers[_WORDS] = _with_words(letter), wanted.words.strip()
    answers[_TO] = f"{to.name}\n{wanted.address.strip() or to.address}".strip()
    encloses = (*letter.encloses, *_enclosed(case, wanted))
    letter = replace(letter, encloses=encloses)
    is_about_another = letter.names_person and to.kind != matrix.Recipient.PERSON.value
    envelope = printed.Envelope(
        to=str(answers[_TO]),
        sender=council.letterhead(ctx),
        on=str(letter_facts.VOCABULARY["today"](stage)),
        reference=words.sentence("LETTER_OUR_REF", ref=case.request.ref),
        salutation=words.sentence("LETTER_DEAR", name=letter_to.salutation_name(to, case)),
        about=words.sentence("LETTER_ABOUT", name=case.person.full_name)
        if is_about_another
        else "",
        signed_by=_signed_by(ctx),
    )
    title = merged(letter.title, answers)
    person = case.person
    meta = Meta(
        title=title,
        council=council.name(ctx),
        reference=case.request.ref,
        footer_person="" if to.is_near else f"{person.initials} born {person.born()}",
        template=letter.template,
        produced=moment(ctx.clock.now()),
        author=council.name(ctx),
        is_draft=is_draft,
    )
    done = printed.render(letter, answers, envelope, meta, is_large=wanted.is_large)
    return Paper(letter.code, title, letter.template, answers, done.content, done.pages)


def _enclosed(case: Case, wanted: Wanted) -> tuple[str, ...]:
    """Return the papers that the law says this recipient must be given with the letter."""
    papers = (paper for line in _lines(case, wanted) for paper in line.papers)
    kept = (one for one in dict.fromkeys(papers) if one != matrix.Paper.NOTICE.value)
    return tuple(text.begun(words.fact(f"paper_{one}")) for one in kept)


def _signed_by(ctx: Context) -> str:
    who = ctx.actor
    return "\n".join(part for part in (who.name, who.job_title, council.name(ctx)) if part)


def _with_words(letter: Letter) -> Letter:
    """Return a letter whose free part stands under the name its words are kept by."""
    parts = tuple(
        replace(one, key=_WORDS) if one.kind is PartKind.FREE else one for one in letter.parts
    )
    return replace(letter, parts=parts)
