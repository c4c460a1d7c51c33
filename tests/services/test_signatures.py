"""Who signed, by what authority, with which certificate; a changed byte is found (AU8, AU9)."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text as sql

from dolsdesk.domain.dols.states import RequestState
from dolsdesk.errors import FileUnreadable
from dolsdesk.services import cases, decisions, signatures
from dolsdesk.services.signatures import State
from tests.support.certificates import PASSPHRASE, a_certificate
from tests.support.desk import TODAY, a_grant
from tests.support.refusals import refused

CHANGE = (
    "UPDATE document_bytes SET content = CAST(content || x'20' AS BLOB) WHERE document_id = :id"
)


def ready(world):
    return world.submitted(world.assessed(world.allocated(world.a_case())))


def sign(world, request_id, passphrase="", *, who=None):
    """Grant as the signatory does, and return the id of the Form 5."""
    return decisions.grant(
        who or world.signatory, request_id, a_grant(world.desk.clock.today()),
        late_reason="queue", late_note="Nobody was free.", reason="Considered",
        passphrase=passphrase,
    ).value  # fmt: skip


@pytest.fixture
def with_certificate(world):
    signatures.add(world.lead, a_certificate(), PASSPHRASE)
    return world


def test_without_a_certificate_the_signatory_and_their_authority_are_kept(world):
    actor = replace(world.signatory.actor, signs_until=date(2027, 3, 31), job_title="Head")
    document_id = sign(world, ready(world), who=world.signatory.as_actor(actor))
    found = signatures.check(world.admin, document_id)
    assert found.state is State.NONE
    assert found.record["name"] == "Sig Natory"
    assert found.record["authority_until"] == "2027-03-31"
    assert found.record["at"].startswith(TODAY.isoformat())
    said = signatures.in_words(found)
    assert said.startswith("Signed by Sig Natory, Head, authority to 31 March 2027.")


def test_with_a_certificate_the_paper_is_signed_and_checked_again(with_certificate):
    document_id = sign(with_certificate, ready(with_certificate), PASSPHRASE)
    found = signatures.check(with_certificate.admin, document_id)
    assert (found.state, found.certificate) == (State.GOOD, "Norchester DoLS")
    assert "not a byte has changed (Norchester DoLS)" in signatures.in_words(found)


@pytest.mark.parametrize("passphrase", ["", "wrong"])
def test_without_its_passphrase_nothing_is_decided(with_certificate, passphrase):
    world = with_certificate
    request_id = ready(world)
    with refused(world, "CERTIFICATE_PASSPHRASE"):
        sign(world, request_id, passphrase)
    assert (
        cases.open_case(world.admin, request_id).case.request.state is RequestState.WITH_SIGNATORY
    )


def test_an_expired_certificate_signs_nothing_until_it_is_replaced(world):
    signatures.add(world.lead, a_certificate(last=TODAY), PASSPHRASE)
    world.desk.clock.move(days=1)
    request_id = ready(world)
    with refused(world, "CERTIFICATE_EXPIRED"):
        sign(world, request_id, PASSPHRASE)
    signatures.end(world.lead, "It ran out")
    assert signatures.in_use(world.admin) is None
    assert sign(world, request_id)


def test_a_paper_signed_before_stays_good_when_the_certificate_is_replaced(with_certificate):
    world = with_certificate
    document_id = sign(world, ready(world), PASSPHRASE)
    signatures.add(world.lead, a_certificate(name="Another"), PASSPHRASE)
    assert signatures.in_use(world.admin).name == "Another"
    assert signatures.check(world.admin, document_id).state is State.GOOD


@pytest.mark.parametrize(
    ("content", "passphrase", "code"),
    [
        (a_certificate(), "no", "CERTIFICATE_PASSPHRASE"),
        (b"nothing", PASSPHRASE, "CERTIFICATE_UNREADABLE"),
        (b"x" * 1_000_001, PASSPHRASE, "CERTIFICATE_UNREADABLE"),
        (a_certificate(last=date(2026, 11, 22)), PASSPHRASE, "CERTIFICATE_NOT_GOOD"),
        (a_certificate(first=date(2026, 11, 24)), PASSPHRASE, "CERTIFICATE_NOT_GOOD"),
    ],
)
def test_a_certificate_that_cannot_sign_is_not_put_in(world, content, passphrase, code):
    with refused(world, code):
        signatures.add(world.lead, content, passphrase)


def test_the_same_certificate_is_not_put_in_twice_and_taking_out_says_why(with_certificate):
    world = with_certificate
    with refused(world, "CERTIFICATE_IN_USE"):
        signatures.add(world.lead, a_certificate(), PASSPHRASE)
    with refused(world, "WHY_NEEDED"):
        signatures.end(world.lead, " ")
    signatures.end(world.lead, "A new one comes")
    assert world.trail("end_certificate")[-1].after["why"] == "A new one comes"
    with refused(world, "CERTIFICATE_NONE"):
        signatures.end(world.lead, "Again")


def test_the_trail_never_holds_the_certificate_or_its_passphrase(with_certificate):
    sign(with_certificate, ready(with_certificate), PASSPHRASE)
    assert PASSPHRASE not in str([one.after for one in with_certificate.trail()])


def test_bytes_changed_in_the_store_are_found(with_certificate):
    world = with_certificate
    document_id = sign(world, ready(world), PASSPHRASE)
    with world.desk.store.engine.begin() as connection:
        for table in ("document_bytes", "document"):
            connection.execute(sql(f"DROP TRIGGER IF EXISTS {table}_no_update"))
        connection.execute(
            sql(CHANGE),
            {"id": document_id},
        )
    with pytest.raises(FileUnreadable):
        signatures.check(world.admin, document_id)


def test_a_signature_that_does_not_fit_is_told_even_where_the_hash_was_changed_too(
    with_certificate,
):
    world = with_certificate
    document_id = sign(world, ready(world), PASSPHRASE)
    other = sign(world, ready(world), PASSPHRASE)
    with world.desk.store.engine.begin() as connection:
        for table in ("document_bytes", "document"):
            connection.execute(sql(f"DROP TRIGGER IF EXISTS {table}_no_update"))
        connection.execute(sql(CHANGE), {"id": document_id})  # fmt: skip

        [[content]] = connection.execute(
            sql("SELECT content FROM document_bytes WHERE document_id = :id"), {"id": document_id}
        )
        connection.execute(
            sql("UPDATE document SET sha256 = :hash WHERE id = :id"),
            {"hash": hashlib.sha256(content).hexdigest(), "id": document_id},
        )
    assert signatures.check(world.admin, document_id).state is State.BROKEN
    assert signatures.check(world.admin, other).state is State.GOOD
