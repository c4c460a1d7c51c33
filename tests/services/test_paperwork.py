"""The council's papers, from a case to bytes and to a file."""

import json
from datetime import date

import pytest

from dolsdesk import cli
from dolsdesk.domain.dols.assessments import EquivalentUse, Method, Result
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.errors import Refused
from dolsdesk.services import assessments, cases, decisions, paperwork, words
from dolsdesk.services.templates import template
from tests.reports import pdf
from tests.support.desk import TODAY, World, a_person, an_assessment, best_interests


def _ref(world: World, request_id: int) -> str:
    return cases.open_case(world.admin, request_id).case.request.ref


def _refused(world: World, *, decide: bool = True, **values) -> int:
    """Return a case with a negative best interests assessment, refused or about to be."""
    request_id = world.allocated(world.a_case(urgent=True))
    found = an_assessment(
        AssessmentKind.BI,
        TODAY,
        result=Result.NEGATIVE,
        reasons="A home with her sister is possible.",
        best_interests=best_interests(TODAY, is_in_best_interests=False, **values),
    )
    assessments.record(world.admin, request_id, found, reason="as received")
    if decide:
        world.stopped(request_id)
        decisions.refuse(world.signatory, request_id, reasons="Her sister can house her.")
    return request_id


def test_the_whole_way_ends_with_a_form_5_that_says_what_was_decided(world):
    request_id = world.whole_way()
    view = cases.open_case(world.admin, request_id)
    [issued] = view.papers
    text = pdf.words(cases.content(world.admin, issued.id))
    given = view.case.authorisation
    for said in (
        view.case.request.ref,
        "Ŵyn Łukasz-O'Neill",
        "6 May 1941",
        "Norchester City Council",
        "Comes into force 23 November 2026 at 09:00",
        "In force up to and including 22 May 2027",
        "Best interests assessor's maximum 6 months",
        "Offer a walk outside each day.",
        "None of the cases A to E applies",
        "[2026] UKSC 16",
        "Sion O'Neill",
        "Unpaid",
        "9 Quay Street, Norchester",
        "Sig Natory",
    ):
        assert said in text
    assert all(given.reasons[kind] in text for kind in AssessmentKind)
    assert "DRAFT" not in text
    assert "acid test" not in text.lower()


def test_every_field_of_a_form_has_an_answer_of_its_kind(world):
    for request_id, make in (
        (world.whole_way(), paperwork.form_5),
        (_refused(world), paperwork.form_6),
    ):
        case = cases.open_case(world.admin, request_id).case
        paper = make(world.signatory, case)
        form = template(paper.code)
        keys = {field.key for section in form.sections for field in section.fields if field.key}
        assert set(paper.answers) == keys
        assert json.loads(json.dumps(paper.answers)) == paper.answers


def test_a_refusal_says_what_was_not_met_and_what_it_ends(world):
    request_id = _refused(world, says_unauthorised=True)
    [issued] = cases.open_case(world.admin, request_id).papers
    text = pdf.words(cases.content(world.admin, issued.id))
    assert "Requirements not met 1 Best interests" in text
    assert "not in the person's best interests" in text
    assert "Her sister can house her." in text
    assert "The urgent authorisation, which would have run to the end of" in text
    assert "without authority" in text


def test_an_equivalent_assessment_is_named_with_its_reasons(world):
    request_id = world.allocated(world.a_case())
    use = EquivalentUse(
        author="Bea Iqbal",
        relied_on=TODAY,
        holds_written_copy="On file.",
        meets_requirements="It met them.",
        within_time="In March.",
        still_accurate="Nothing changed.",
        decided_by="Lee Deer",
    )
    old = {"method": Method.EQUIVALENT, "carried_out_on": date(2026, 3, 2), "equivalent": use}
    world.granted(world.submitted(world.assessed(request_id, nr=old)))
    [issued] = cases.open_case(world.admin, request_id).papers
    text = pdf.words(cases.content(world.admin, issued.id))
    assert "Equivalent assessments used" in text
    assert "Bea Iqbal, 2 March 2026" in text
    assert "On file. It met them. In March. Nothing changed." in text


def test_a_paper_for_a_case_without_a_decision_is_our_own_mistake(world):
    case = cases.open_case(world.admin, world.a_case()).case
    for make in (paperwork.form_5, paperwork.form_6):
        with pytest.raises(ValueError, match="carries no"):
            make(world.admin, case)


# Files


def test_the_file_of_an_issued_paper_is_the_stored_bytes_under_its_reference(world):
    request_id = world.whole_way()
    [issued] = cases.open_case(world.admin, request_id).papers
    world.desk.clock.move(days=3)
    kept = paperwork.copy_of(world.lead, "F5", _ref(world, request_id))
    assert kept.content == cases.content(world.admin, issued.id)
    assert kept.name == f"{_ref(world, request_id)}_F5_20261123.pdf"
    assert not kept.is_draft


def test_a_draft_takes_over_what_the_assessors_advise_and_is_marked(world):
    request_id = world.submitted(world.assessed(world.allocated(world.a_case())))
    kept = paperwork.copy_of(world.lead, "F5", _ref(world, request_id))
    text = pdf.words(kept.content)
    assert kept.is_draft
    assert kept.name.endswith("_F5_20261123.pdf")
    assert "DRAFT" in text
    assert "Not yet signed" in text
    assert "In force up to and including 22 May 2027" in text
    assert "Her needs are settled." in text
    assert "Reasons for bi." in text
    assert "Sion O'Neill" in text
    assert cases.open_case(world.admin, request_id).papers == ()


def test_a_draft_of_a_refusal_rests_on_the_negative_assessment(world):
    request_id = _refused(world, decide=False)
    text = pdf.words(paperwork.copy_of(world.lead, "F6", _ref(world, request_id)).content)
    assert "DRAFT" in text
    assert "A home with her sister is possible." in text


@pytest.mark.parametrize("code", ["F5", "F6"])
def test_no_draft_is_made_of_a_decision_the_assessments_do_not_allow(world, code):
    with pytest.raises(Refused) as refused:
        paperwork.copy_of(world.lead, code, _ref(world, world.a_case()))
    assert refused.value.code == "PAPER_NOT_YET"
    assert "{" not in words.error(refused.value)


def test_no_grant_is_drafted_after_a_negative_and_no_refusal_after_six_good_ones(world):
    negative = _ref(world, _refused(world, decide=False))
    good = _ref(world, world.assessed(world.allocated(world.a_case(person=a_person()))))
    for code, ref in (("F5", negative), ("F6", good)):
        with pytest.raises(Refused):
            paperwork.copy_of(world.lead, code, ref)


@pytest.mark.parametrize(
    ("code", "ref", "refusal"),
    [("F99", "26-000001", "NO_SUCH_PAPER"), ("F5", "26-999999", "NO_SUCH_REFERENCE")],
)
def test_an_unknown_paper_or_case_is_refused(world, code, ref, refusal):
    with pytest.raises(Refused) as refused:
        paperwork.copy_of(world.lead, code, ref)
    assert refused.value.code == refusal
    assert "{" not in words.error(refused.value)


def test_a_reference_from_elsewhere_gives_a_safe_file_name():
    assert paperwork.file_name("DoLS/26 7:é", "F5", TODAY) == "DoLS-26-7--_F5_20261123.pdf"


def test_a_draft_names_no_scrutiny_and_no_signatory(world):
    case = cases.open_case(
        world.admin, world.submitted(world.assessed(world.allocated(world.a_case())))
    ).case
    paper = paperwork.draft(world.lead, "F5", case)
    assert paper.answers["scrutiny"] == []
    assert paper.answers["signature"][0] == ""


# The command line


def _run(world: World, *arguments: str) -> int:
    path = str(world.desk.store.location.path)
    return cli.run([*arguments, "--database", path, "--profile", f"{path}.profile"])


def test_a_command_writes_the_issued_form_into_a_folder(world, tmp_path, capsys):
    ref = _ref(world, world.whole_way())
    into = tmp_path / "out" / "papers"
    assert _run(world, "paperwork", "F5", "--case", ref, "--into", str(into)) == 0
    [made] = into.iterdir()
    assert made.name == f"{ref}_F5_20261123.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    assert str(made) in capsys.readouterr().out


def test_a_command_for_an_unknown_case_is_refused_as_json(world, tmp_path, capsys):
    assert _run(world, "paperwork", "F5", "--case", "26-999999", "--into", str(tmp_path)) == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "NO_SUCH_REFERENCE"
