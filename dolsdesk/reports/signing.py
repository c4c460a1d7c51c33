"""A digital signature on a paper, made with a certificate and checked again (AU8).

The certificate is a PKCS #12 file that the council provides. The signature covers every byte of
the paper, so that one changed byte is found; readers such as Acrobat show it too. Nothing is asked
of a server: what is checked is the signature itself and the certificate within it, as it stood on
the moment of signing.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12
from pikepdf import Array, Dictionary, Name, Pdf, String

from dolsdesk.domain.text import tidy
from dolsdesk.errors import Refused

_FIELD = "Signature"
_HIDDEN_BUT_PRINTED = 132  # printed and locked; its box is empty
_SIG_FLAGS = 3  # there are signatures, and the file only grows


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself; ``last_day`` is the last day on which it is good."""

    name: str
    issuer: str
    first_day: date
    last_day: date
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What a signature on a paper comes to.

    ``is_whole`` says that not a byte was changed since; ``at`` is the moment the signer's machine
    named.
    """

    name: str
    certificate: str
    fingerprint: str
    at: datetime | None
    is_whole: bool


def certificate(content: bytes, passphrase: str) -> Certificate:
    """Return what the certificate of a PKCS #12 file says.

    Raises:
        Refused: the passphrase is wrong, the file is none, or it holds no key or no certificate.
    """
    try:
        key, held, _ = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError as fault:
        wrong = "password" in str(fault).lower() or "decrypt" in str(fault).lower()
        code, field = ("CERTIFICATE_PASSPHRASE", "passphrase") if wrong else (_NOT_ONE, "file")
        raise Refused(code, field=field) from fault
    if key is None or held is None:
        raise Refused(_NOT_ONE, field="file")
    return Certificate(
        _name(held.subject),
        _name(held.issuer),
        held.not_valid_before_utc.date(),
        held.not_valid_after_utc.date(),
        held.fingerprint(hashes.SHA256()).hex(),
    )


_NOT_ONE = "CERTIFICATE_UNREADABLE"


def sign(content: bytes, pkcs12_file: bytes, passphrase: str, *, name: str, reason: str) -> bytes:
    """Return a paper signed: with the name of who signs, and what the signature stands for.

    Raises:
        Refused: the certificate cannot be opened with this passphrase.
    """
    certificate(pkcs12_file, passphrase)
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    signer = signers.SimpleSigner.load_pkcs12_data(pkcs12_file, [], passphrase=passphrase.encode())
    if signer is None:
        raise Refused(_NOT_ONE, field="file")
    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD, name=tidy(name), reason=tidy(reason), md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(_with_field(content, f"Signed by {tidy(name)}")))
    signed = signers.sign_pdf(writer, meta, signer, existing_fields_only=True)
    return bytes(signed.getvalue())


def check(content: bytes) -> Seal | None:
    """Return what the signature of a paper comes to; None where it carries none.

    Raises:
        Refused: the paper is damaged, so that nothing can be said of its signature.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        found = PdfFileReader(io.BytesIO(content)).embedded_signatures
        if not found:
            return None
        one = found[-1]
        at = one.self_reported_timestamp
        moment = {} if at is None else {"moment": at}
        context = ValidationContext(trust_roots=[one.signer_cert], allow_fetching=False, **moment)
        said = validate_pdf_signature(one, context)
    except Exception as fault:  # whatever damage makes of it, it is damage
        raise Refused("SIGNATURE_UNREADABLE") from fault
    held = x509.load_der_x509_certificate(one.signer_cert.dump())
    return Seal(
        name=str(one.sig_object.get("/Name", "")),
        certificate=_name(held.subject),
        fingerprint=held.fingerprint(hashes.SHA256()).hex(),
        at=at,
        is_whole=bool(said.intact and said.valid)
        and said.coverage is SignatureCoverageLevel.ENTIRE_FILE
        and not any(_left_over(bytes(one.pkcs7_content))),
    )


def _left_over(held: bytes) -> bytes:
    """Return what stands in the room of a signature behind it: nothing, unless it was put there."""
    from asn1crypto import parser

    *_, header, inside, trailer = parser.parse(held)
    return held[len(header) + len(inside) + len(trailer) :]


def _with_field(content: bytes, says: str) -> bytes:
    """Return a paper with an empty field to sign in, which readers name as well."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        page, root = pdf.pages[-1].obj, pdf.Root.StructTreeRoot
        number = int(root.ParentTreeNextKey)
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(_FIELD),
                TU=String(says), F=_HIDDEN_BUT_PRINTED, Rect=Array([0, 0, 0, 0]), P=page,
                StructParent=number,
            )
        )  # fmt: skip
        element = pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Form, P=root.K, Alt=String(says),
                K=Dictionary(Type=Name.OBJR, Obj=field, Pg=page),
            )
        )  # fmt: skip
        root.K.K.append(element)
        root.ParentTree.Nums.append(number)
        root.ParentTree.Nums.append(element)
        root.ParentTreeNextKey = number + 1
        page.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=_SIG_FLAGS)
        target = io.BytesIO()
        pdf.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return target.getvalue()


def _name(subject: x509.Name) -> str:
    """Return the common name of a certificate, or all it says where it has none."""
    common = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(common[0].value) if common else subject.rfc4514_string()
