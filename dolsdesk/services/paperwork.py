"""Any paper of a case by its code: the bytes that were issued, or a draft where one can be made."""

from dataclasses import dataclass, replace

from dolsdesk.clock import london_date
from dolsdesk.domain.dols import decision
from dolsdesk.domain.dols.case import Case
from dolsdesk.domain.dols.referrals import Referral
from dolsdesk.domain.records import Record
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import letter_writing, retest_papers
from dolsdesk.services.context import Context
from dolsdesk.services.papers import assessed, at_hand, third_party
from dolsdesk.services.papers.decided import as_advised, as_found, form_5, form_6
from dolsdesk.services.papers.paper import Paper, file_name, header, made, moment
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import references
from dolsdesk.store.repos import cases, documents, people, places, records

__all__ = ["CODES", "Paper", "PaperFile", "copy_of", "draft", "file_name", "header", "made",
           "moment"]  # fmt: skip

#: The papers that can be asked for by code, beside the letters of ``letter_writing``; those on a
#: third party's report by its own reference.
CODES = (
    *at_hand.CODES, third_party.DECISION, third_party.OUTCOME, "L02", "L02F", *retest_papers.CODES,
)  # fmt: skip
#: How the reference of a third party's report begins.
REPORT = "TP-"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper to be kept as a file. The name carries the reference, never a person's name."""

    name: str
    content: bytes
    is_draft: bool


def copy_of(ctx: Context, code: str, ref: str) -> PaperFile:
    """Return a paper of a case: the bytes that were issued, or a draft where one can be made.

    Taking a paper out of the store is an act and goes into the audit trail.

    Raises:
        Refused: no such paper, no such case, or too early for a draft.
        FileUnreadable: the issued bytes no longer fit their hash.
    """
    known = (*CODES, *letter_writing.letters())
    if code not in known:
        raise Refused("NO_SUCH_PAPER", paper=code, papers=known)
    if code.startswith(REPORT):
        return _of_report(ctx, code, ref)
    with ctx.acting(Act.READ) as write:
        request_id = references.request_id(write.session, ref)
        if request_id is None:
            raise Refused("NO_SUCH_REFERENCE", ref=ref)
        issued = [one for one in documents.of_case(write.session, request_id) if one.code == code]
        if issued:
            on = london_date(issued[-1].issued_at)
            content = documents.content(write.session, issued[-1].id)
        else:
            on = ctx.today
            case = cases.load(write.session, request_id)
            if code in letter_writing.letters():
                content = letter_writing.draft(ctx, write.session, code, case).content
            else:
                content = _made(ctx, write.session, code, case)
        write.record(
            "export",
            "request",
            request_id,
            after={"paper": code, "is_draft": not issued},
        )
    return PaperFile(file_name(ref, code, on), content, is_draft=not issued)


def _made(ctx: Context, session: ReadSession, code: str, case: Case) -> bytes:
    if code in retest_papers.CODES:
        return retest_papers.make(ctx, session, code, case).content
    found = at_hand.find(ctx, session, case, code)
    if found is not None:
        return found.make(is_draft=True).content
    if code in assessed.CODES and case.request.is_open:
        return assessed.form(ctx, case, code, is_blank=True).content
    return draft(ctx, code, case).content


def has_notice(found: Referral) -> bool:
    """Return whether there is something to tell about a third party's report."""
    return third_party.code_for(found) is not None


def notice_of_report(ctx: Context, record_id: int) -> PaperFile:
    """Return the newest notice on a third party's report, to be seen: as issued, or as a draft.

    Raises:
        Refused: there is no such report, or nothing is to be told about it yet.
        NotPermitted: this person may not see every case.
    """
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        record, person_id = records.load(session, record_id)
        if not isinstance(record.facts, Referral):
            raise Refused("NO_SUCH_RECORD")
        issued = documents.of_record(session, record.id)
        code = third_party.code_for(record.facts) or (issued[-1].code if issued else "")
        return _notice(ctx, session, code, record, person_id)


def _of_report(ctx: Context, code: str, ref: str) -> PaperFile:
    """Return a notice on a third party's report, whose reference is TP- and its number."""
    number = ref.removeprefix(REPORT)
    with ctx.acting(Act.READ_ALL) as write:
        session = write.session
        if not ref.startswith(REPORT) or not number.isdigit():
            raise Refused("NO_SUCH_REFERENCE", ref=ref)
        record, person_id = records.load(session, int(number))
        if not isinstance(record.facts, Referral):
            raise Refused("NO_SUCH_REFERENCE", ref=ref)
        found = _notice(ctx, session, code, record, person_id)
        after = {"paper": code, "is_draft": found.is_draft}
        write.record("export", "record", record.id, after=after)
    return found


def _notice(
    ctx: Context, session: ReadSession, code: str, record: Record[Referral], person_id: int
) -> PaperFile:
    ref = f"{REPORT}{record.id}"
    issued = [one for one in documents.of_record(session, record.id) if one.code == code]
    if issued:
        content, on = documents.content(session, issued[-1].id), london_date(issued[-1].issued_at)
    elif code and third_party.code_for(record.facts) == code:
        person = people.load(session, person_id)
        place = places.load(session, record.place_id or 0)
        on = ctx.today
        content = third_party.notice(
            ctx, person, place, record.facts, record_id=record.id, is_draft=True
        ).content
    else:
        raise Refused("PAPER_NOT_YET", paper=code or third_party.DECISION, ref=ref)
    return PaperFile(file_name(ref, code, on), content, is_draft=not issued)


def draft(ctx: Context, code: str, case: Case) -> Paper:
    """Return a paper as it would be if the signatory followed the assessors today.

    Raises:
        Refused: the assessments do not allow this decision, or it has been made already.
    """
    if code.startswith("L02"):
        from dolsdesk.services import letters

        return letters.draft_of_holding_letter(ctx, case, code)
    negative = [k for k, done in case.assessments.items() if done.is_negative]
    if code == "F5" and case.request.is_open and not negative:
        if not decision.missing_assessments(case):
            return form_5(ctx, replace(case, authorisation=as_advised(ctx, case)), is_draft=True)
    elif code == "F6" and case.request.is_open and negative:
        return form_6(ctx, replace(case, refusal=as_found(ctx, case, negative)), is_draft=True)
    raise Refused("PAPER_NOT_YET", paper=code, ref=case.request.ref)
