"""Every form of both packs, made from the demonstration council and read back."""

from dataclasses import replace

import pytest

from dolsdesk.domain.dols.assessments import Method
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.staff import Role
from dolsdesk.services import assessments, requests, upkeep
from dolsdesk.services.papers import at_hand
from dolsdesk.services.templates import CHOICES
from dolsdesk.store.repos import staff
from tests.reports import council as demonstration
from tests.reports import pdf
from tests.services.test_assessments import CONFIRMED
from tests.support.desk import TODAY, new_request

#: Nobody in the demonstration relies on an earlier best interests assessment: Form 3B is apart.
CODES = (*(code for code in at_hand.CODES if code != "F3B"), "F3-blank", "F4-blank")


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    """Return the council, and where each form can be made: the request and the record."""
    found: dict[str, tuple[int, int | None]] = {}
    with demonstration.opened(tmp_path_factory.mktemp("council")) as ctx:
        for view in demonstration.views(ctx):
            for line in at_hand.listed(ctx, view.case.request.id):
                code = f"{line.code}-blank" if line.is_for_others else line.code
                code = "F12" if code == "F12-blank" else code
                found.setdefault(code, (view.case.request.id, line.record_id))
        yield ctx, found


def found_lead(ctx):
    """Return the council as somebody sees it who may choose the pack."""
    with ctx.reading() as session:
        return ctx.as_actor(next(one for one in staff.members(session) if Role.LEAD in one.roles))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("pack", sorted(CHOICES))
def test_every_form_says_what_its_golden_file_says(council, pack, code, golden):
    ctx, found = council
    upkeep.set_pack(found_lead(ctx), pack)
    request_id, record_id = found[code]
    paper = at_hand.preview(ctx, request_id, code.removesuffix("-blank"), record_id)
    assert pdf.faults(paper.content) == []
    golden(f"forms/{pack}-{code}.txt", pdf.as_text(paper.content))


@pytest.mark.parametrize("pack", sorted(CHOICES))
def test_form_3b_says_what_its_golden_file_says(world, pack, golden):
    upkeep.set_pack(world.lead, pack)
    first = world.whole_way()
    new = new_request(world.home, person_id=world.case(first).person_id, form_signed_on=TODAY)
    request_id = requests.log(world.admin, new, reason="Asked again").value
    held = world.case(first).assessments[AssessmentKind.BI]
    again = replace(held, method=Method.EQUIVALENT, equivalent=CONFIRMED)
    assessments.record(world.admin, request_id, again, reason="Nothing has changed")
    paper = at_hand.preview(world.admin, request_id, "F3B")
    assert pdf.faults(paper.content) == []
    golden(f"forms/{pack}-F3B.txt", pdf.as_text(paper.content))
