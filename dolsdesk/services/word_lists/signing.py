"""Sentences and names about signatures on papers."""

from typing import Final

ERRORS: Final = {
    "CERTIFICATE_PASSPHRASE": "This is not the passphrase of the certificate. Check it and type it again.",
    "CERTIFICATE_UNREADABLE": "This is no certificate dolsdesk can sign with. Choose the file (.p12 or .pfx) with its key that your IT gave you.",
    "CERTIFICATE_NOT_GOOD": "This certificate is good from {first} to {last}, and not today. Ask your IT for one that is.",
    "CERTIFICATE_EXPIRED": "The council's certificate was good until {last}, so nothing can be signed with it. Have a new one put in under This desk, or have this one taken out of use.",
    "CERTIFICATE_FILE": "“{name}” could not be read. Check that it is still there and that you may open it.",
    "CERTIFICATE_IN_USE": "This certificate is in use already.",
    "CERTIFICATE_NONE": "No certificate is in use.",
    "SIGNATURE_UNREADABLE": "The signature of this paper cannot be read: the file is damaged.",
}  # fmt: skip

SENTENCES: Final = {
    "SIGNED_WITH": "Signed with the certificate “{name}”, good until {last}. Its passphrase is kept nowhere.",
}  # fmt: skip

FACTS: Final = {
    "signature_none": "No certificate was in use",
    "signature_good": "Digital signature checked: not a byte has changed",
    "signature_not_ours": "The digital signature was not made with the council's certificate",
    "signature_out_of_time": "The certificate was not good on the day of signing",
    "signature_broken": "The digital signature does not fit: this paper was changed",
}  # fmt: skip
