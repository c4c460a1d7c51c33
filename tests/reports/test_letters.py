"""Every letter and notice, written from the demonstration council."""

from pathlib import Path

import pytest

from dolsdesk.domain.dols.copies import NoticeEvent
from dolsdesk.services import cases, letter_facts, letter_writing
from tests.reports import council as demonstration
from tests.reports import pdf

CODES = sorted(
    path.stem for path in (Path(__file__).parents[2] / "resources/forms/LETTERS").glob("*.toml")
)


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    """Return the demonstration council, opened, with a case in which each letter can be written."""
    found: dict[str, int] = {}
    with demonstration.opened(tmp_path_factory.mktemp("council")) as ctx:
        for view in demonstration.views(ctx):
            for letter in letter_writing.possible(letter_facts.Stage(ctx, view.case, view.others)):
                found.setdefault(letter.code, view.case.request.id)
        yield ctx, found


def drafted(ctx, code, request_id):
    """Return a letter as a draft, to the first it may go to."""
    view = cases.open_case(ctx, request_id)
    stage = letter_facts.Stage(ctx, view.case, view.others)
    letter = letter_writing.known(code)
    to = letter_writing.addressees(view.case, letter)[0]
    wanted = letter_writing.Wanted(code, to.key, "What is written by hand." * letter.asks_for_words)
    return letter_writing.made(stage, wanted, is_draft=True)


@pytest.mark.parametrize("code", CODES)
def test_every_letter_of_the_demonstration_says_what_its_golden_file_says(council, code, golden):
    ctx, found = council
    paper = drafted(ctx, code, found[code])
    golden(f"letters/{code}.txt", pdf.as_text(paper.content))
    assert "{" not in pdf.words(paper.content)


def test_every_letter_goes_to_somebody_and_names_only_facts_there_are():
    for code, letter in letter_writing.letters().items():
        assert letter.code == code
        assert letter.rule
        assert letter.to
        assert letter.facts <= set(letter_facts.VOCABULARY), code
        assert set(letter.tells) <= {event.value for event in NoticeEvent}, code


def test_no_letter_carries_an_nhs_number(council):
    ctx, found = council
    for code, request_id in found.items():
        number = cases.open_case(ctx, request_id).case.person.nhs_number
        said = pdf.words(drafted(ctx, code, request_id).content).replace(" ", "")
        assert not number or number.replace(" ", "") not in said, code
