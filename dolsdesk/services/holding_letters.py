"""Holding letters: seen before they are sent, then frozen; one, or all that are due (L02, L02F).

Nobody gets a letter twice for one due day: whether it was sent is asked in the transaction that
sends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dolsdesk.clock import london_date
from dolsdesk.domain.changes import of_case
from dolsdesk.domain.dols import holdings, waiting
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.waiting import ContactKind, WaitingContact
from dolsdesk.domain.people import Contact
from dolsdesk.domain.records import RecordKind
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import contacts, files, letters, paperwork, runs, waiting_list, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers import issuing
from dolsdesk.services.paperwork import Paper
from dolsdesk.services.runs import Progress, Run, Stop
from dolsdesk.services.waiting_list import Show, WaitingLine
from dolsdesk.store.reads import references
from dolsdesk.store.repos import cases, documents

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a letter says of its own: why nothing is done yet, when we are in touch, and to whom.

    ``to`` names somebody of the person's family; the managing authority where it is empty.
    """

    why: LateReason | None
    next_contact_on: date | None = None
    to: str = ""


def addressees(case: Case) -> tuple[Contact, ...]:
    """Return to whom beside the managing authority a holding letter may go."""
    return tuple(one for one in case.contacts if one.name.strip())


def preview(ctx: Context, request_id: int, wanted: Wanted) -> Paper:
    """Return a letter as it would be sent now, marked as a draft.

    Raises:
        Refused: nobody says why, the request is over, or the person to write to is not known.
    """
    with ctx.reading() as session:
        case = cases.load(session, request_id)
    if not case.request.is_open:
        raise Refused("PAPER_NOT_YET", paper=letters.HOLDING_LETTER, ref=case.request.ref)
    return _made(ctx, case, wanted, is_draft=True)


def send(ctx: Context, request_id: int, wanted: Wanted, *, because: str = "") -> Outcome[int]:
    """Send a letter: its paper is frozen, and it counts as a contact.

    Returns:
        The id of the issued letter.

    Raises:
        Refused: nobody says why, the person to write to is not known, or it was sent for this day.
        ProblemsFound: no next day while the case waits.
        ReasonNeeded: the next contact comes later than the local target, unexplained.
        TransitionRefused: the request is over.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        document_id = _send(act, wanted, because)
    return Outcome(document_id, of_case(request_id))


def due(ctx: Context) -> tuple[WaitingLine, ...]:
    """Return the requests with whose homes contact is due today or overdue, in order."""
    return waiting_list.page(ctx, Show.CONTACT, limit=_MOST).rows


def send_due(
    ctx: Context,
    request_ids: Sequence[int],
    why: LateReason | None,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outcome[Run]:
    """Send the letters to the managing authorities of some requests whose contact is due.

    Each letter is one act. One that cannot be sent is left out with the reason, and the others go
    on; ``stop`` is asked between two letters, and what was sent by then stays sent.

    Raises:
        Refused: nobody says why the assessments are not done.
    """
    ctx.require(Act.RECORD_EVENT)
    if why is None:
        raise Refused("HOLDING_WHY_NEEDED", field="why")
    with ctx.reading() as session:
        refs = references.refs(session, request_ids)
    return runs.run(
        request_ids, lambda one: send_one_due(ctx, one, why), lambda one: refs.get(one, ""),
        progress=progress, stop=stop,
    )  # fmt: skip


def send_one_due(ctx: Context, request_id: int, why: LateReason | None) -> Outcome[int]:
    """Send the letter to the managing authority of a request whose contact is due.

    Raises:
        Refused: nobody says why, it is not due any more, or it was sent for this day.
        TransitionRefused: the request is over.
    """
    with on_case(ctx, Act.RECORD_EVENT, request_id) as act:
        request = act.case.request
        if waiting.state(request.next_contact_on, ctx.today) is _IN_HAND:
            raise Refused("LETTER_NOT_DUE", on=request.next_contact_on)
        on = waiting.next_on(ctx.today, request.priority, ctx.book)
        document_id = _send(act, Wanted(why, on), "")
    return Outcome(document_id, of_case(request_id))


def save_all(
    ctx: Context,
    document_ids: Sequence[int],
    folder: Path,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> int:
    """Write letters that were sent into a folder, each exactly as it was frozen; count them.

    Raises:
        DeskError: the disk is full, or the folder is not there or closed.
    """
    done = 0
    for document_id in document_ids:
        if stop is not None and stop():
            break
        with ctx.acting(Act.READ) as write:
            held = documents.one(write.session, document_id)
            content = documents.content(write.session, document_id)
            write.record("export", "request", held.request_id, after={"paper": held.code})
            ref = references.ref(write.session, held.request_id or 0)
        name = paperwork.file_name(ref, held.code, london_date(held.issued_at))
        files.write(folder / name, content)
        done += 1
        if progress is not None:
            progress(done, len(document_ids))
    return done


_IN_HAND = waiting.ContactState.IN_HAND


def _send(act: CaseAct, wanted: Wanted, because: str) -> int:
    ctx, case = act.ctx, act.case
    contacts.still_open(act)
    paper = _made(ctx, case, wanted)
    kind = ContactKind.FAMILY_LETTER if wanted.to else ContactKind.HOLDING_LETTER
    who = wanted.to or case.place.managing_authority or case.place.name
    due_on = waiting.answers(case.request.next_contact_on, ctx.today)
    made = holdings.of(case.records, RecordKind.WAITING_CONTACT, WaitingContact)
    if waiting.is_sent((one.facts for one in made), kind, who, due_on=due_on, today=ctx.today):
        raise Refused("LETTER_SENT", who=who, on=due_on)
    sent = WaitingContact(
        kind=kind, on=ctx.today, who=who,
        what=words.fact(wanted.why.value) if wanted.why else "",
        next_action_on=wanted.next_contact_on, template=paper.template, answers_due_on=due_on,
    )  # fmt: skip
    contacts.put(act, sent, because)
    return issuing.issue(act, paper)


def _made(ctx: Context, case: Case, wanted: Wanted, *, is_draft: bool = False) -> Paper:
    if wanted.why is None:
        raise Refused("HOLDING_WHY_NEEDED", field="why")
    to = next((one for one in addressees(case) if one.name == wanted.to), None)
    if wanted.to and to is None:
        raise Refused("LETTER_TO_WHOM", field="to")
    return letters.holding_letter(
        ctx, case, why=wanted.why, next_contact_on=wanted.next_contact_on, to=to, is_draft=is_draft
    )
