"""Keeps the certificates that papers are signed with; the newest in use is the one that signs."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dolsdesk.store.tables.certificates import CertificateRow
from dolsdesk.store.tables.staff import StaffRow


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate without its bytes; ``last_day`` is the last day on which it is good."""

    id: int
    name: str
    issuer: str
    fingerprint: str
    first_day: date
    last_day: date
    added_by: str
    added_at: datetime
    ended_at: datetime | None


def add(
    session: Session,
    *,
    name: str,
    issuer: str,
    fingerprint: str,
    first_day: date,
    last_day: date,
    content: bytes,
    added_by: int,
    added_at: datetime,
) -> int:
    """Keep a certificate and return its id."""
    row = CertificateRow(
        name=name, issuer=issuer, fingerprint=fingerprint, first_day=first_day, last_day=last_day,
        content=content, added_by=added_by, added_at=added_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def every(session: Session) -> tuple[HeldCertificate, ...]:
    """Return every certificate there ever was, the newest first."""
    asked = (
        select(CertificateRow, StaffRow.name)
        .join(StaffRow, StaffRow.id == CertificateRow.added_by)
        .order_by(CertificateRow.id.desc())
    )
    return tuple(
        HeldCertificate(
            row.id, row.name, row.issuer, row.fingerprint, row.first_day, row.last_day, name,
            row.added_at, row.ended_at,
        )
        for row, name in session.execute(asked)
    )  # fmt: skip


def in_use(session: Session) -> HeldCertificate | None:
    """Return the certificate that papers are signed with, if there is one."""
    return next((one for one in every(session) if one.ended_at is None), None)


def content(session: Session, certificate_id: int) -> bytes:
    """Return the bytes of a certificate, closed by its passphrase."""
    return session.get_one(CertificateRow, certificate_id).content


def end(session: Session, certificate_id: int, *, at: datetime) -> None:
    """Take a certificate out of use; it stays known, so that what it signed is still checked."""
    session.get_one(CertificateRow, certificate_id).ended_at = at
    session.flush()
