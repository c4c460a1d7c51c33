"""Forms that are read, each act tried by everybody (see test_permissions)."""

from dolsdesk.domain.staff import Act
from dolsdesk.services import form_reading
from tests.support import forms_in
from tests.support.forms_in import TOLD
from tests.support.uses import At, Use

_FORM = forms_in.text_lines(TOLD[0], forms_in.SHORT)


def in_a_folder(at: At) -> None:
    (at.folder.parent / "form.txt").write_bytes(_FORM)


READING = ("form_reading.read", "form_reading.read_bytes")

USES = (
    Use(Act.LOG_REQUEST, "form_reading.read",
        lambda at, _: form_reading.read(at.ctx, at.folder.parent / "form.txt"), in_a_folder),
    Use(Act.LOG_REQUEST, "form_reading.read_bytes",
        lambda at, _: form_reading.read_bytes(at.ctx, "form.txt", _FORM)),
)  # fmt: skip
