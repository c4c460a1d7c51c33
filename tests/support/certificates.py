"""Certificates made for a test; nobody's, and good for nothing else."""

from datetime import UTC, date, datetime, time
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "three random words"


@cache
def a_certificate(
    first: date = date(2020, 1, 1), last: date = date(2040, 1, 1), name: str = "Norchester DoLS"
) -> bytes:
    """Return a PKCS #12 file, good from one day to another, both included."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.combine(first, time(), UTC))
        .not_valid_after(datetime.combine(last, time(23, 59), UTC))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    closed = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"seal", key, made, None, closed)
