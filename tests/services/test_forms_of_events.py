"""Every form of an event: issued with it, frozen, corrected by a new paper."""

import pytest

from dolsdesk.domain.dols.copies import NotSent
from dolsdesk.domain.forms import spec
from dolsdesk.domain.forms.spec import Need, Source
from dolsdesk.errors import Refused
from dolsdesk.services import copies, paperwork, requests, upkeep
from dolsdesk.services.papers import issuing
from dolsdesk.services.templates import CHOICES, legacy_numbers, of_legacy_number, template
from dolsdesk.store.repos import documents
from tests.reports import pdf
from tests.support.desk import TODAY

CODES = ("F1X", "F3", "F3A", "F3B", "F4", "F5", "F6", "F7", "F7L", "F8", "F9", "F10D", "F11",
         "F12", "TP-D", "TP-O")  # fmt: skip


def _extended(world):
    request_id = world.a_case(urgent=True)
    requests.ask_extension(world.admin, request_id, requested_on=TODAY, reasons="No doctor")
    requests.decide_extension(
        world.lead, request_id, decided_on=TODAY, is_granted=True, days=7, reasons="No doctor",
        is_essential=True,
    )  # fmt: skip
    return request_id


def _papers(world, request_id):
    with world.lead.reading() as session:
        return documents.of_case(session, request_id)


@pytest.mark.parametrize("pack", CHOICES)
@pytest.mark.parametrize("code", CODES)
def test_every_form_says_what_must_be_there_and_how_sure_that_is(code, pack):
    form = template(code, pack)
    fields = [one for part in form.sections for one in part.fields if one.key]
    assert {one.need for one in fields} >= {Need.MANDATORY}
    assert all(one.source in Source for one in fields)
    assert spec.gaps(form, {})
    assert all(one.condition for one in fields if one.need is Need.CONDITIONAL)


def test_the_west_midlands_form_5_has_no_scrutiny_and_leaves_the_rest_to_the_national_set():
    titles = [part.title for part in template("F5", "WMADASS-2024").sections]
    assert "Scrutiny" not in titles
    assert "Scrutiny" in [part.title for part in template("F5").sections]
    assert template("F9", "WMADASS-2024").scheme == "ADASS-2018"


def test_a_number_of_2009_leads_to_the_form_that_took_its_place():
    assert of_legacy_number(12) == ("F5",)
    assert of_legacy_number(7) == ("F3", "F4")
    assert legacy_numbers("F3B") == ()


def test_a_decided_extension_issues_its_paper_and_the_line_names_it(world):
    request_id = _extended(world)
    [paper] = [one for one in _papers(world, request_id) if one.code == "F1X"]
    [line] = world.case(request_id).copies
    assert (line.papers, line.document_id) == (("F1X",), paper.id)
    text = pdf.words(
        paperwork.copy_of(world.lead, "F1X", world.case(request_id).request.ref).content
    )
    assert "The extension is granted" in text


def test_a_paper_that_is_right_is_not_issued_anew_and_no_reason_is_no_reason(world):
    request_id = _extended(world)
    [paper] = _papers(world, request_id)
    with pytest.raises(Refused) as caught:
        issuing.correct(world.lead, request_id, paper.id, why=" ")
    assert caught.value.code == "CORRECTION_WHY"
    with pytest.raises(Refused) as caught:
        issuing.correct(world.lead, request_id, paper.id, why="A slip")
    assert caught.value.code == "NOTHING_TO_CORRECT"


def test_a_correction_names_the_first_paper_and_goes_to_whoever_had_it(world):
    request_id = _extended(world)
    [old] = _papers(world, request_id)
    [line] = world.case(request_id).copies
    copies.mark_sent(world.admin, request_id, line.id, on=TODAY, method="post")
    upkeep.set_council(world.lead, name="Norchester", address="2 New Street")
    new_id = issuing.correct(world.lead, request_id, old.id, why="The address was wrong").value
    first, second = _papers(world, request_id)
    assert (first.superseded_by, second.supersedes_id) == (new_id, first.id)
    with world.lead.reading() as session:
        text = pdf.words(documents.content(session, new_id))
        assert documents.content(session, old.id)
    assert "takes the place of" in text
    assert "The address was wrong" in text
    assert [one.document_id for one in world.case(request_id).copies] == [old.id, new_id]
    with pytest.raises(Refused) as caught:
        issuing.correct(world.lead, request_id, old.id, why="Again")
    assert caught.value.code == "PAPER_SUPERSEDED"


def test_an_exception_carries_its_kind_and_what_it_rests_on(world):
    request_id = _extended(world)
    [line] = world.case(request_id).copies
    with pytest.raises(Refused) as caught:
        copies.mark_not_sent(world.admin, request_id, line.id, reason="Violence",
                             code=NotSent.NO_CONTACT)  # fmt: skip
    assert caught.value.code == "NOT_SENT_MANAGER_NEEDED"
    with pytest.raises(Refused) as caught:
        copies.mark_not_sent(world.admin, request_id, line.id, reason="",
                             code=NotSent.UNKNOWN_ADDRESS)  # fmt: skip
    assert caught.value.code == "NOT_SENT_TRIED_NEEDED"
    copies.mark_not_sent(world.admin, request_id, line.id, reason="Violence",
                         code=NotSent.NO_CONTACT, manager="Ann Lead")  # fmt: skip
    [line] = world.case(request_id).copies
    assert (line.reason_code, "Ann Lead" in line.reason_not_sent) == ("not_sent_no_contact", True)


def test_the_chosen_pack_is_what_papers_are_made_with(world):
    upkeep.set_pack(world.lead, "WMADASS-2024")
    with pytest.raises(Refused) as caught:
        upkeep.set_pack(world.lead, "WALES-2015")
    assert caught.value.code == "NO_SUCH_PACK"
