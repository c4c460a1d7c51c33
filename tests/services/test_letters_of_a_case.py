"""Letters and notices of a case: seen, released, frozen, and the lines they tick."""

import pytest

from dolsdesk.domain.forms import letter as spec
from dolsdesk.errors import Refused
from dolsdesk.services import cases, letter_facts, letter_writing, paperwork
from dolsdesk.services.letter_writing import Wanted
from tests.reports import pdf
from tests.support.desk import TODAY
from tests.support.refusals import refused


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ('key = "conditions"\n', "do not fit"),
        ('kind = "song"\n', "song"),
        ('colour = "red"\n', "colour"),
        ("", "says nothing"),
    ],
)
def test_a_template_that_is_wrong_is_refused_by_name(changed, said):
    head = 'code = "X"\nscheme = "S"\nversion = "1"\ntitle = "T"\nto = ["person"]\nrule = "R"\n'
    text = "" if not changed else 'text = "Words"\n'
    with pytest.raises(ValueError, match=said):
        spec.parse(f"{head}[[part]]\n{text}{changed}")


def test_a_template_with_an_unknown_fact_is_refused_by_its_name():
    letter = spec.parse(
        'code = "X"\nscheme = "S"\nversion = "1"\ntitle = "T"\nto = ["person"]\nrule = "R"\n'
        '[[part]]\ntext = "Dear {purpel}"\n'
    )
    with pytest.raises(Refused) as caught:
        letter_facts.check(letter)
    assert (caught.value.code, caught.value.params["fact"]) == ("TEMPLATE_UNKNOWN_FIELD", "purpel")


# Seen, and released


@pytest.fixture
def granted(world):
    return world.whole_way()


def to_home(world, request_id, code="L11"):
    place = world.case(request_id).place
    return Wanted(code, f"managing_authority|{place.name}")


def test_a_draft_says_so_and_leaves_nothing_behind(world, granted):
    before = len(world.trail())
    paper = letter_writing.preview(world.admin, granted, to_home(world, granted))
    assert "Draft, not issued" in pdf.words(paper.content)
    assert len(world.trail()) == before


def test_released_it_is_frozen_and_the_line_it_tells_is_ticked(world, granted):
    wanted = to_home(world, granted)
    made = letter_writing.release(world.admin, granted, wanted, method="post").value
    view = cases.open_case(world.admin, granted)
    [line] = [
        one for one in view.case.copies
        if (one.event, one.recipient) == ("granted", "managing_authority")
    ]  # fmt: skip
    assert (line.sent_on, line.method) == (TODAY, "post")
    assert [one.is_settled for one in view.case.copies if one is not line].count(True) == 0
    content = cases.content(world.admin, made)
    assert "Draft" not in pdf.words(content)
    assert pdf.faults(content) == []
    assert view.papers[-1].code == "L11"
    assert view.case.events[-1].kind == "letter_released"
    assert world.trail("release_letter")[-1].after["document_id"] == made


def test_printed_and_sent_later_ticks_nothing(world, granted):
    letter_writing.release(world.admin, granted, to_home(world, granted))
    assert not any(one.is_settled for one in world.case(granted).copies)


def test_each_line_of_a_grant_has_its_letter(world, granted):
    case = world.case(granted)
    for line in case.copies:
        wanted = letter_writing.for_line(letter_facts.Stage(world.admin, case), line)
        assert wanted is not None, line
        letter_writing.release(world.admin, granted, wanted, method="by_hand")
    assert all(one.is_settled for one in world.case(granted).copies)


def test_in_large_print_it_says_the_same(world, granted):
    small = letter_writing.preview(world.admin, granted, to_home(world, granted))
    wanted = to_home(world, granted)
    large = letter_writing.preview(
        world.admin, granted, Wanted(wanted.code, wanted.to, is_large=True)
    )
    assert large.pages > small.pages
    words = [kind for kind, _ in pdf.structure(large.content)]
    assert words == [kind for kind, _ in pdf.structure(small.content)]
    assert pdf.faults(large.content) == []


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("L99", "person|Nobody"), "NO_SUCH_PAPER"),
        (Wanted("L11", "person|Nobody"), "LETTER_TO_WHOM"),
        (Wanted("L24", ""), "PAPER_NOT_YET"),
        (Wanted("L12", ""), "PAPER_NOT_YET"),
    ],
)
def test_what_cannot_be_written_is_refused(world, granted, wanted, code):
    with refused(world, code):
        letter_writing.release(world.admin, granted, wanted)


def test_a_letter_without_wording_needs_words(world, granted):
    to = to_home(world, granted, "L27").to
    with refused(world, "LETTER_WORDS_NEEDED"):
        letter_writing.release(world.admin, granted, Wanted("L27", to, "  "))
    made = letter_writing.release(
        world.admin, granted, Wanted("L27", to, "Which ward?\x07 <b>Ŵ</b>")
    ).value
    said = pdf.words(cases.content(world.admin, made))
    assert "Which ward? <b>Ŵ</b>" in said


def test_a_way_that_is_no_way_is_refused(world, granted):
    with refused(world, "METHOD_NEEDED"):
        letter_writing.release(world.admin, granted, to_home(world, granted), method="pigeon")


def test_the_command_line_gives_any_letter(world, granted):
    ref = world.case(granted).request.ref
    found = paperwork.copy_of(world.admin, "L11", ref)
    assert found.is_draft
    assert found.name.startswith(f"{ref}_L11_")
    letter_writing.release(world.admin, granted, to_home(world, granted))
    assert not paperwork.copy_of(world.admin, "L11", ref).is_draft
