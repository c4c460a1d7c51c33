"""A home that changes hands: nothing ends, each case is told, old papers keep the old name."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from dolsdesk.domain.dols.life import SaState
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.places import PlaceKind
from dolsdesk.services import cases, closing, handovers, imports
from dolsdesk.services.imports import CqcFile, CqcRow
from dolsdesk.services.outcome import ReasonNeeded
from tests.support.desk import TODAY, World, a_closure, a_person
from tests.support.refusals import refused

DAY = timedelta(days=1)
OLD, NEW = "Rosewood House Limited", "Harbour Care Limited"
PAPER = "Letter of the provider, 20 November"


def changes(world: World, **values):
    given = {"managing_authority": NEW, "from_on": TODAY, "paper": PAPER, "reason": "Counsel, 2025"}
    return handovers.hand_over(world.admin, world.home, **{**given, **values}).value


def test_every_case_there_goes_on_and_is_told(world):
    live = world.whole_way()
    waiting = world.a_case(person=a_person(family_name="Quill"))
    over = world.a_case(person=a_person(family_name="Gone"))
    closing.close(world.admin, over, a_closure())
    elsewhere = world.a_case(person=a_person(family_name="Else"), s39a_applies="no")
    paper = cases.open_case(world.admin, live).papers[0]
    before = cases.content(world.admin, paper.id)
    held = handovers.of_place(world.admin, world.home)
    assert {one.request_id for one in held.cases} == {live, waiting, elsewhere}
    assert changes(world) == 3
    view = cases.open_case(world.admin, live)
    assert view.sa_state is SaState.IN_FORCE
    assert view.case.place.managing_authority == NEW
    assert cases.open_case(world.admin, waiting).case.request.state is RequestState.CHECKING
    for request_id in (live, waiting):
        event = world.case(request_id).events[-1]
        assert (event.kind, event.happened_on) == ("ma_changed", TODAY)
        assert event.detail == f"From {OLD} to {NEW}. {PAPER}"
        [line] = [one for one in world.case(request_id).copies if one.event == "ma_changed"]
        assert (line.recipient, line.is_statutory) == ("managing_authority", False)
        assert line.name.startswith(NEW)
    assert world.case(live).copies[-1].papers == ("notice", "F5", "assessments")
    assert "ma_changed" not in {one.kind for one in world.case(over).events}
    # What was issued is what was issued.
    assert cases.content(world.admin, paper.id) == before
    told = " ".join(page.extract_text() for page in PdfReader(BytesIO(before)).pages)
    assert OLD in told
    assert NEW not in told
    [change] = handovers.of_place(world.admin, world.home).changes
    assert (change.before, change.managing_authority, change.from_on) == (OLD, NEW, TODAY)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"managing_authority": " "}, "WHO_NEEDED"),
        ({"managing_authority": OLD}, "HANDOVER_SAME"),
        ({"paper": ""}, "HANDOVER_NO_PAPER"),
        ({"from_on": TODAY + DAY}, "EVENT_IN_FUTURE"),
    ],
)
def test_a_change_that_nobody_can_have_seen_is_refused(world, values, code):
    with refused(world, code):
        changes(world, **values)


def test_whoever_lets_authorisations_go_on_says_on_whose_advice(world):
    assert changes(world, reason="", managing_authority="Nobody Is There Limited") == 0
    world.a_case()
    with pytest.raises(ReasonNeeded) as caught:
        changes(world, reason="")
    assert [one.code for one in caught.value.problems] == ["HANDOVER_READING"]


def test_a_second_change_comes_after_the_first(world):
    changes(world)
    with refused(world, "FACTS_CONTRADICT"):
        changes(world, managing_authority="Third Limited", from_on=TODAY - DAY)
    changes(world, managing_authority="Third Limited")
    assert [one.before for one in handovers.of_place(world.admin, world.home).changes] == [OLD, NEW]


def test_a_directory_that_names_another_provider_tells_the_cases_too(world):
    def read(provider: str, code: str) -> CqcFile:
        row = CqcRow(2, "Harbour View", PlaceKind.CARE_HOME, "1-990", code, provider, "Quay",
                     "NX1 2AB", "", "Norchester", "Residential homes")  # fmt: skip
        return CqcFile((row,), (), 0, date(2026, 11, 20), "directory.csv", "0" * 64)

    imports.import_places(world.admin, read(OLD, "1-1"))
    [place] = [one.id for one in _places(world) if one.name == "Harbour View"]
    request_id = world.a_case(place_id=place)
    imports.import_places(world.admin, read("Rosewood House Ltd", "1-1"))  # written otherwise
    assert handovers.of_place(world.admin, place).changes == ()
    imports.import_places(world.admin, read(NEW, "1-2"))
    [change] = handovers.of_place(world.admin, place).changes
    assert (change.managing_authority, change.from_on) == (NEW, date(2026, 11, 20))
    assert world.case(request_id).events[-1].kind == "ma_changed"


def _places(world: World):
    from dolsdesk.services import register

    return register.find_places(world.admin, "harbour")
