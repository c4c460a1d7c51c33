"""The council's certificate, each act tried by everybody (see test_permissions)."""

from dolsdesk.domain.staff import Act
from dolsdesk.services import signatures
from tests.support.certificates import PASSPHRASE, a_certificate
from tests.support.uses import At, Use


def one_in_use(at: At) -> int:
    return signatures.add(at.world.lead, a_certificate(), PASSPHRASE).value


USES = (
    Use(Act.MANAGE_DESK, "signatures.add",
        lambda at, _: signatures.add(at.ctx, a_certificate(), PASSPHRASE)),
    Use(Act.MANAGE_DESK, "signatures.end",
        lambda at, _: signatures.end(at.ctx, "It is old"), one_in_use),
)  # fmt: skip
