"""Who signed a paper, by what authority, and with which certificate of the council (AU8).

Whoever decides is always recorded: name, position, authority and moment. Where the council has
put a certificate in, the paper carries a digital signature too, over every byte of it; its
passphrase is typed by whoever signs and is kept nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.staff import Act, StaffMember
from dolsdesk.errors import Refused
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.papers.paper import Paper
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import certificates, documents
from dolsdesk.store.repos.certificates import HeldCertificate

__all__ = [
    "HeldCertificate",
    "Standing",
    "State",
    "add",
    "check",
    "end",
    "in_use",
    "in_words",
    "signed",
]

#: A PKCS #12 file is a few kilobytes; a file of more than this is something else.
_LARGEST = 1_000_000


class State(StrEnum):
    """What a digital signature on an issued paper comes to."""

    NONE = "signature_none"
    GOOD = "signature_good"
    NOT_OURS = "signature_not_ours"
    OUT_OF_TIME = "signature_out_of_time"
    BROKEN = "signature_broken"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the signature of an issued paper.

    ``record`` is who signed and by what authority, as it was kept on that moment.
    """

    state: State
    record: Mapping[str, Any]
    certificate: str = ""
    at: datetime | None = None


def in_use(ctx: Context) -> HeldCertificate | None:
    """Return the certificate that papers are signed with, if the council has put one in."""
    with ctx.reading() as session:
        return certificates.in_use(session)


def add(ctx: Context, content: bytes, passphrase: str) -> Outcome[int]:
    """Put a certificate in use, in the place of the one before it.

    Raises:
        Refused: it cannot be opened with this passphrase, is none, is not yet or no longer good,
            or is in use already.
        NotPermitted: this person does not look after the desk.
    """
    from dolsdesk.reports import signing

    ctx.require(Act.MANAGE_DESK)
    if len(content) > _LARGEST:
        raise Refused("CERTIFICATE_UNREADABLE", field="file")
    found = signing.certificate(content, passphrase)
    if not found.first_day <= ctx.today <= found.last_day:
        raise Refused(
            "CERTIFICATE_NOT_GOOD", field="file", first=found.first_day, last=found.last_day
        )
    with ctx.acting(Act.MANAGE_DESK) as write:
        before = certificates.in_use(write.session)
        if before is not None:
            if before.fingerprint == found.fingerprint:
                raise Refused("CERTIFICATE_IN_USE", field="file")
            certificates.end(write.session, before.id, at=write.at)
        made = certificates.add(
            write.session, name=found.name, issuer=found.issuer, fingerprint=found.fingerprint,
            first_day=found.first_day, last_day=found.last_day, content=content,
            added_by=ctx.actor.id, added_at=write.at,
        )  # fmt: skip
        write.record(
            "add_certificate", "certificate", made,
            before={"fingerprint": before.fingerprint} if before else {},
            after={"fingerprint": found.fingerprint, "last_day": found.last_day.isoformat()},
        )  # fmt: skip
    return Outcome(made, Changes(lists=frozenset({Listing.SETTINGS})))


def end(ctx: Context, why: str) -> Outcome[None]:
    """Take the certificate out of use: papers carry no digital signature from now on.

    Raises:
        Refused: nobody says why, or none is in use.
        NotPermitted: this person does not look after the desk.
    """
    ctx.require(Act.MANAGE_DESK)
    if not why.strip():
        raise Refused("WHY_NEEDED", field="why")
    with ctx.acting(Act.MANAGE_DESK) as write:
        held = certificates.in_use(write.session)
        if held is None:
            raise Refused("CERTIFICATE_NONE")
        certificates.end(write.session, held.id, at=write.at)
        write.record(
            "end_certificate", "certificate", held.id,
            before={"fingerprint": held.fingerprint}, after={"why": why.strip()},
        )  # fmt: skip
    return Outcome(None, Changes(lists=frozenset({Listing.SETTINGS})))


def signed(
    ctx: Context, session: ReadSession, paper: Paper, passphrase: str, at: datetime
) -> tuple[Paper, dict[str, Any]]:
    """Return a paper as its signatory signs it, and the record of who that was.

    Raises:
        Refused: a certificate is in use and this is not its passphrase, or it is no longer good.
    """
    who = ctx.actor
    record = of_signatory(who, at)
    held = certificates.in_use(session)
    if held is None:
        return paper, record
    if ctx.today > held.last_day:
        raise Refused("CERTIFICATE_EXPIRED", last=held.last_day)
    from dolsdesk.reports import signing

    content = signing.sign(
        paper.content, certificates.content(session, held.id), passphrase,
        name=who.name, reason=paper.title,
    )  # fmt: skip
    return replace(paper, content=content), record | {"fingerprint": held.fingerprint}


def of_signatory(who: StaffMember, at: datetime) -> dict[str, Any]:
    """Return the record of who signs at a moment: name, position, roles and authority."""
    return {
        "name": who.name,
        "position": who.job_title,
        "staff_id": who.id,
        "roles": sorted(role.value for role in who.roles),
        "authority_until": who.signs_until.isoformat() if who.signs_until else None,
        "at": at.isoformat(),
        "fingerprint": "",
    }


def check(ctx: Context, document_id: int) -> Standing:
    """Return what the signature of an issued paper comes to, checked over its stored bytes.

    Raises:
        FileUnreadable: the bytes no longer fit the hash taken when it was issued.
    """
    with ctx.reading() as session:
        content = documents.content(session, document_id)
        record = documents.signature(session, document_id)
        known = {one.fingerprint: one for one in certificates.every(session)}
    wanted = record.get("fingerprint", "")
    if not wanted:
        return Standing(State.NONE, record)
    from dolsdesk.reports import signing

    try:
        seal = signing.check(content)
    except Refused:
        return Standing(State.BROKEN, record)
    if seal is None or not seal.is_whole:
        return Standing(State.BROKEN, record)
    held = known.get(seal.fingerprint)
    if held is None or seal.fingerprint != wanted:
        return Standing(State.NOT_OURS, record, seal.certificate, seal.at)
    issued_on = datetime.fromisoformat(record["at"]).date()
    in_time = held.first_day <= issued_on <= held.last_day
    state = State.GOOD if in_time else State.OUT_OF_TIME
    return Standing(state, record, seal.certificate, seal.at)


def in_words(found: Standing) -> str:
    """Return what the signature of a paper comes to, in words; empty where nobody signed."""
    record = found.record
    if not record:
        return ""
    position = f", {record['position']}" if record.get("position") else ""
    until = record.get("authority_until")
    ran = f", authority to {text.long_date(date.fromisoformat(until))}" if until else ""
    with_it = f" ({found.certificate})" if found.certificate else ""
    return f"Signed by {record['name']}{position}{ran}. {words.fact(found.state.value)}{with_it}."
