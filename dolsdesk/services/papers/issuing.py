"""Freezing a paper: what was issued stays as it was, and a correction is a new paper (AU9)."""

from collections.abc import Mapping
from typing import Any

from dolsdesk.domain.changes import of_case
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import signatures, words
from dolsdesk.services.acts import CaseAct, on_case
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers import at_hand
from dolsdesk.services.papers.paper import Paper, moment
from dolsdesk.store.handle import Write
from dolsdesk.store.repos import cases, documents
from dolsdesk.store.repos.documents import Issued

#: Papers that are signed with the council's certificate, where it has one.
SIGNED = frozenset({"F5", "F6"})


def issue(act: CaseAct, paper: Paper, *, passphrase: str = "") -> int:
    """Freeze a paper of a case within the act it belongs to, and return its number."""
    return freeze(act.ctx, act.write, paper, request_id=act.case.request.id, passphrase=passphrase)


def freeze(
    ctx: Context, write: Write, paper: Paper, *, request_id: int | None, passphrase: str = "",
    supersedes: Issued | None = None, why: str = "",
) -> int:  # fmt: skip
    """Freeze a paper: bytes, hash, answers, form version, rule edition, and who issued it.

    Raises:
        Refused: it is signed with the council's certificate, and this is not its passphrase.
    """
    if paper.code in SIGNED:
        paper, signature = signatures.signed(ctx, write.session, paper, passphrase, write.at)
    else:
        signature = signatures.of_signatory(ctx.actor, write.at)
    return documents.add(
        write.session,
        request_id,
        code=paper.code,
        title=paper.title,
        template=paper.template,
        edition=ctx.book.edition,
        answers=paper.answers,
        content=paper.content,
        pages=paper.pages,
        issued_at=write.at,
        issued_by=ctx.actor.id,
        record_id=paper.record_id,
        supersedes_id=supersedes.id if supersedes else None,
        why=why,
        signature=signature,
    )


def issue_now(
    ctx: Context, request_id: int, code: str, record_id: int | None = None, *, passphrase: str = ""
) -> Outcome[int]:
    """Issue a paper of something that happened already, such as before papers were kept here.

    Raises:
        Refused: the case does not allow it, it is for others to fill in, or it is issued already.
    """
    with on_case(ctx, Act.READ, request_id) as act:
        session = act.write.session
        found = at_hand.find(ctx, session, act.case, code, record_id)
        if found is None or found.is_for_others:
            raise Refused("PAPER_NOT_YET", paper=code, ref=act.case.request.ref)
        ctx.require(found.act)
        if at_hand.stands(documents.of_case(session, request_id), code, found.record_id):
            raise Refused("PAPER_ISSUED_ALREADY")
        document_id = issue(act, found.make(), passphrase=passphrase)
        cases.link_copies(session, request_id, code, document_id)
        act.happened("paper_issued", code)
        act.record("issue_paper", paper=code, document_id=document_id)
    return Outcome(document_id, of_case(request_id))


def correct(
    ctx: Context, request_id: int, document_id: int, *, why: str, passphrase: str = ""
) -> Outcome[int]:
    """Issue a paper anew from the case as it stands; the first stays readable, and names the new.

    Whoever had the first one gets the new one too; lines that wait are then about the new one.

    Raises:
        Refused: nobody says why, it was superseded already, no such paper can be made any more, or
            the case says exactly what the paper says.
    """
    if not why.strip():
        raise Refused("CORRECTION_WHY", field="why")
    with on_case(ctx, Act.READ, request_id) as act:
        session = act.write.session
        old = documents.one(session, document_id)
        if old.request_id != request_id:
            raise Refused("NO_SUCH_RECORD")
        if old.superseded_by is not None:
            raise Refused("PAPER_SUPERSEDED")
        found = at_hand.find(ctx, session, act.case, old.code, old.record_id)
        if found is None or found.is_for_others:
            raise Refused("PAPER_NOT_CORRECTABLE")
        ctx.require(found.act)
        paper = found.make(replaces=_replaces(old, why))
        if _says(paper.answers) == _says(documents.answers(session, document_id)):
            raise Refused("NOTHING_TO_CORRECT")
        new_id = freeze(ctx, act.write, paper, request_id=request_id, passphrase=passphrase,
                        supersedes=old, why=why.strip())  # fmt: skip
        again = cases.copies_again(session, request_id, old.id, new_id)
        act.happened("paper_corrected", f"{old.code}: {why.strip()}")
        act.record("correct_paper", reason=why.strip(), paper=old.code, document_id=new_id,
                   supersedes=old.id, sent_again=again)  # fmt: skip
    return Outcome(new_id, of_case(request_id))


def _replaces(old: Issued, why: str) -> str:
    return words.sentence(
        "PAPER_REPLACES", at=moment(old.issued_at), who=old.issued_by, sha=old.sha256[:12],
        why=why.strip(),
    )  # fmt: skip


#: Answers that differ whenever a paper is made again.
_OF_THE_MOMENT = frozenset({"signature", "replaces"})


def _says(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if key not in _OF_THE_MOMENT and value}
