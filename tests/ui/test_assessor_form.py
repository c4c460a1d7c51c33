"""Forms 3, 3A, 3B and 4 written in the window: kept, checked, compared, signed."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QLabel

from dolsdesk.domain.dols.assessments import Method, Result
from dolsdesk.domain.dols.assessor_forms import AssessorForm, Sheet
from dolsdesk.domain.dols.facts import AssessmentKind, RequestType
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.services import assessments, drafts, upkeep, words
from dolsdesk.services.form_fields import raw_of
from dolsdesk.ui.shell import CaseTab
from dolsdesk.ui.widgets.fields import Field
from tests.support.desk import TODAY
from tests.support.forms import clean, whole

F, K = AssessorForm, AssessmentKind
BI, MEDICAL = Sheet.BEST_INTERESTS, Sheet.MEDICAL


@pytest.fixture
def allocated(sight) -> int:
    return sight.world.allocated(sight.world.a_case())


def opened(sight, request_id: int, sheet: Sheet = BI):
    sight.window.write_form(request_id, sheet)
    sight.settle()
    return sight.window.page


def filled(page, form: AssessorForm, **changes):
    """Type a whole form; what the test changes, it changes as it would be typed."""
    raw = raw_of(clean(form).found)
    which = {name: raw.get(name, False) for name in page.form.fields.raw() if name[:6] == "which_"}
    page.form.set_raw(raw | which | changes)
    page.look_again()
    return page


def missing(page) -> list[str]:
    return [field.name for section in page.sections for field in section.missing]


def signed(sight, page, reason: str = "As I saw it") -> None:
    page.reason.set_raw(reason)
    page.sign_form()
    sight.settle()


# Written and signed


def test_what_is_typed_on_form_3_is_what_is_recorded(sight, allocated):
    page = filled(opened(sight, allocated), F.F3)
    assert missing(page) == []
    signed(sight, page)
    held = sight.world.case(allocated).assessments
    assert set(held) == {K.AGE, K.MC, K.NR, K.BI}
    for kind, found in held.items():
        wanted = clean(F.F3).found[kind]
        best = wanted.best_interests
        if best is not None:  # the finding lists who was consulted, from the form's own list
            now = found.best_interests.test
            test = replace(
                best.test, consulted=now.consulted, reliability=now.reliability,
                capacity=now.capacity, factors=now.factors, evidence=now.evidence,
            )  # fmt: skip
            wanted = replace(wanted, best_interests=replace(best, test=test))
            assert [one.name for one in now.consulted] == [one.name for one in best.consulted]
            assert [one.narrative for one in now.factors] == [
                one.narrative for one in best.test.factors
            ]
        assert found == replace(
            wanted,
            assessor_id=found.assessor_id,
            assessor_name=found.assessor_name,
            selected_on=found.selected_on,
            copy_received_on=TODAY,
        )
    assert sight.window.page.tab is CaseTab.ASSESSMENTS
    trail = sight.world.trail("record_assessment")
    assert {entry.after["form"] for entry in trail} == {"F3"}


def test_what_is_typed_on_form_4_is_what_is_recorded(sight, allocated):
    page = filled(opened(sight, allocated, MEDICAL), F.F4)
    assert page.code.text() == "Form 4"
    signed(sight, page)
    held = sight.world.case(allocated).assessments
    for kind in (K.MH, K.ELIG):
        wanted = clean(F.F4).found[kind]
        assert held[kind] == replace(
            wanted,
            documents=(),
            assessor_id=held[kind].assessor_id,
            selected_on=held[kind].selected_on,
        )


def test_both_forms_together_make_the_request_ready(sight, allocated):
    signed(sight, filled(opened(sight, allocated, MEDICAL), F.F4))
    signed(sight, filled(opened(sight, allocated), F.F3))
    assert sight.world.case(allocated).request.state is RequestState.ALL_POSITIVE


def test_finding_no_deprivation_makes_it_a_form_3a(sight, allocated):
    page = filled(opened(sight, allocated), F.F3A)
    assert page.code.text() == "Form 3A"
    assert "Representative" not in [section.title for section in page.sections]
    assert page.form.interests.changes.isVisibleTo(page)
    assert missing(page) == []
    signed(sight, page)
    found = sight.world.case(allocated).assessments[K.BI]
    assert found.result is Result.NEGATIVE
    assert found.best_interests.home_changes == "Leave the garden door open by day."
    assert "Dr Mo Hart" in sight.window.banner.text  # who is to be told to stop


def test_relying_on_an_earlier_assessment_makes_it_a_form_3b(sight):
    world = sight.world
    further = world.allocated(world.a_case(type=RequestType.FOLLOW_ON, existing_sa_last_day=TODAY))
    page = filled(opened(sight, further), F.F3B, recommended_start="24 11 26")
    assert page.code.text() == "Form 3B"
    assert [section.title for section in page.sections] == [
        "This assessment", "Earlier assessment", "People consulted", "Documents considered",
        "Mental capacity", "Wishes and feelings", "Best interests", "Period and conditions",
        "Representative",
    ]  # fmt: skip
    page.form.papers.documents.set_raw([{"name": "Care plan", "dated_on": "20 11 26"}])
    assert missing(page) == []
    signed(sight, page)
    found = world.case(further).assessments[K.BI]
    assert found.method is Method.EQUIVALENT
    assert found.best_interests.changes_since == "None."
    assert found.equivalent.still_accurate == "Nothing has changed"


def test_the_report_style_form_has_one_narrative(sight, allocated):
    upkeep.set_pack(sight.world.lead, "WMADASS-2024")
    page = filled(opened(sight, allocated), F.F3)
    assert page.form.interests.reasons.title == "Report"
    for field in (page.form.wishes.background, page.form.interests.harm):
        assert not field.isVisibleTo(page)
    assert page.form.interests.in_interests.isVisibleTo(page)
    assert page.form.represented.by.isVisibleTo(page)


def test_nothing_is_signed_while_something_is_missing(sight, allocated):
    page = filled(opened(sight, allocated), F.F3, harm="", rpr_name="")
    assert missing(page) == ["harm", "rpr_name"]
    assert page.lacking.text().startswith("2 fields still missing")
    said = page.list.item([s.title for s in page.sections].index("Best interests")).text()
    assert said == "Best interests\n1 missing"
    page.sign_form()
    sight.settle()
    assert sight.world.case(allocated).assessments == {}
    assert page.form.interests.harm.fault == words.sentence("FIELD_NEEDED")
    assert sight.hands.focus is page.form.interests.harm.edit
    page.next_missing()
    assert sight.hands.focus is page.form.represented.who.name.edit


def test_a_contradiction_is_listed_opens_its_field_and_stops_the_signature(sight, allocated):
    page = filled(opened(sight, allocated), F.F3, rpr_adult="no", person_objects="no")
    sentences = page.problems.sentences
    assert any("Sion O'Neill is not 18 yet" in one for one in sentences)
    assert any("the question is answered no" in one for one in sentences)
    page.problems.field_wanted.emit("rpr_adult")
    assert sight.hands.focus is page.form.represented.points["rpr_adult"].combo
    assert "is not 18 yet" in page.form.represented.points["rpr_adult"].fault
    signed(sight, page)
    assert sight.world.case(allocated).assessments == {}
    page.form.set_raw({"rpr_adult": "yes", "person_objects": "yes"})
    page.look_again()
    assert not any("18 yet" in one for one in page.problems.sentences)


def test_a_warning_asks_for_a_reason_that_is_kept(sight, allocated):
    page = filled(opened(sight, allocated), F.F3, wishes="Mrs Birtwistle wants to go home.")
    assert any("Mrs Birtwistle" in one for one in page.problems.sentences)
    signed(sight, page, reason="")
    assert sight.world.case(allocated).assessments == {}
    signed(sight, page, reason="Her maiden name")
    entry = sight.world.trail("record_assessment")[-1]
    assert entry.reason == "Her maiden name"


def test_every_field_has_a_place_on_a_form_and_every_problem_a_field(sight, allocated):
    page = opened(sight, allocated)
    names = {*page.form.fields.raw(), *opened(sight, allocated, MEDICAL).form.fields.raw()}
    from dolsdesk.domain.dols.consistency import Clash
    from dolsdesk.ui.pages.assessor.page import _AT

    fields = {clash.value.field for clash in Clash}
    assert {name for name in fields if name not in names and _AT.get(name) not in names} == set()


# Writing


def test_the_keyboard_alone_goes_through_sections_and_full_height(sight, allocated):
    page = opened(sight, allocated)
    hands = sight.hands
    assert hands.at == "Sections of the form"
    for _ in range(5):
        hands.press("Down")
    hands.press("Return")
    assert hands.focus is page.form.capacity.support.edit
    hands.type("Photographs of the home")
    hands.press("F9")
    assert page.stack.currentIndex() == 1
    assert page.form.capacity.support.edit.height() > 300
    hands.type(", and again at ten")
    hands.press("F9")
    assert page.stack.currentIndex() == 0
    assert page.form.capacity.support.value() == "Photographs of the home, and again at ten"
    assert page.form.capacity.support.words == 8
    hands.press("Ctrl+PgDown")
    assert page.list.currentItem().text().startswith("No refusals")
    hands.press("Ctrl+PgUp")
    assert page.list.currentItem().text().startswith("Mental capacity")


def test_the_law_stands_beside_the_question_with_its_place(sight, allocated):
    page = opened(sight, allocated)
    said = "\n".join(one.text() for one in page.form.findChildren(QLabel))
    for source in ("MCA s3(1)", "Schedule A1 para 42", "RPR regs 3 and 7", "[2026] UKSC 16"):
        assert source in said
    assert "acid test" not in said.lower()
    field: Field = page.form.period.period
    assert "never more than a year" in field.control.accessibleDescription() + said


def test_forty_thousand_words_can_be_written_and_signed(sight, allocated):
    page = filled(opened(sight, allocated), F.F3)
    text = "She walks in the garden. " * 8_000
    begun = time.monotonic()
    page.form.wishes.background.edit.setPlainText(text)
    page.look_again()
    assert time.monotonic() - begun < 3
    signed(sight, page)
    best = sight.world.case(allocated).assessments[K.BI].best_interests
    assert best.background == text.strip()


# What went before


def test_a_version_sent_back_comes_back_marked_as_copied(sight, allocated):
    signed(sight, filled(opened(sight, allocated), F.F3))
    sight.world.sent_back(allocated, K.BI, by=sight.world.admin)
    page = opened(sight, allocated)
    assert [kind for kind, tick in page.form.about.ticks.items() if tick.value()] == [K.BI]
    harm = page.form.interests.harm
    assert harm.value() == "She was found on the ring road twice."
    assert harm.copied == ("version 1, sent back", 100)
    assert "word for word" in harm._mark.text()
    harm.edit.setPlainText("She was found on the ring road twice, in May.")
    assert harm.copied[1] < 100
    sight.qtbot.waitUntil(lambda: "still stands" in harm._mark.text())
    signed(sight, page)
    found = sight.world.case(allocated).assessments[K.BI]
    assert found.version == 2
    told = {one.field: one for one in found.copied}
    assert told["background"].percent == 100
    assert told["harm"].percent < 100


@pytest.fixture
def second(sight) -> int:
    """Return a second request of somebody with a whole form on record, allocated."""
    world = sight.world
    first = world.allocated(world.a_case())
    forms = clean(F.F3).found.values()
    assessments.record_all(world.admin, first, forms, reason="As it came")
    return world.allocated(world.a_case(person_id=world.case(first).person_id, place_id=world.home))


def test_an_earlier_form_stands_beside_with_differences_in_words(sight, second):
    page = filled(opened(sight, second), F.F3, wishes="“Let me go home.” She is calmer now.")
    page.show_earlier()
    sight.settle()
    assert "26-" in page.beside.which.combo.currentText()
    said = page.beside.text.toPlainText()
    assert "The person's views, wishes and feelings: changed" in said
    assert "She [− asks for her sister every afternoon. −]" in said
    assert "[+ is calmer now. +]" in said
    assert "Background, care and placement history" not in said  # the same
    page.beside.only.set_raw(False)
    assert "placement history: same as earlier" in page.beside.text.toPlainText()


def test_an_earlier_text_is_copied_on_request_and_shown_as_copied(sight, second):
    page = opened(sight, second)
    page.show_earlier()
    sight.settle()
    page.beside.text.anchorClicked.emit(QUrl("copy:background"))
    field = page.form.wishes.background
    assert field.value() == "She came from hospital in March after a fall."
    assert field._mark.isVisible()
    assert field.copied[1] == 100
    draft = page.form.raw()
    assert draft["_copied"]["background"][0].startswith("26-")


def test_an_earlier_form_is_relied_on_with_its_day_and_author_and_no_texts(sight, second):
    page = opened(sight, second)
    page.show_earlier()
    sight.settle()
    page.beside.rely.click()
    assert page.code.text() == "Form 3B"
    earlier = page.form.earlier
    assert earlier.author.value().startswith("Bea Iqbal (26-")
    assert earlier.earlier_on.value() == earlier.relied_on.value() == TODAY
    assert page.form.interests.result.value() == "positive"
    assert page.form.wishes.wishes.value() == earlier.changes.value() == ""
    assert "changes_since" in missing(page)


def test_any_two_forms_compare_within_a_second(sight, second):
    page = filled(opened(sight, second), F.F3)
    page.form.wishes.background.edit.setPlainText("She walks. He sat down. " * 6_000)
    held = page.beside.chosen
    begun = time.perf_counter()
    from dolsdesk.services import earlier_forms

    lines = earlier_forms.lines(held[0], page.form.raw())
    assert time.perf_counter() - begun < 1
    assert {one.name for one in lines if not one.is_same} >= {"background"}


# Two desks


def test_somebody_else_writing_the_same_form_is_named(sight, allocated):
    drafts.keep(sight.world.lead, "form", f"{allocated}:{BI.value}", {"wishes": "Mine"})
    page = opened(sight, allocated)
    assert page.also.isVisible()
    assert "Lee Deer is writing this form too" in page.also.text()
    assert page.form.wishes.wishes.value() == ""


def test_another_desk_of_the_same_person_is_told_and_nothing_is_lost(sight, allocated):
    page = opened(sight, allocated)
    page.form.wishes.wishes.edit.setPlainText("Typed here first")
    page.leaving()
    sight.settle()
    elsewhere = {"wishes": "Typed at the other desk", "harm": "Found on the road"}
    drafts.keep(sight.shell.ctx, "form", page.subject, elsewhere)
    page.form.wishes.wishes.edit.setPlainText("Typed here again")
    page.leaving()
    sight.settle()
    assert "at another desk as well" in sight.window.banner.text
    said = page.beside.text.toPlainText()
    assert "Typed at the other desk" in said.replace("\xa0", " ") or "other desk" in said
    page.beside.text.anchorClicked.emit(QUrl("copy:harm"))
    assert page.form.interests.harm.value() == "Found on the road"
    kept = drafts.find(sight.shell.ctx, "form", page.subject)
    assert kept.payload["wishes"] == "Typed here again"


def test_the_second_to_sign_is_told_and_keeps_what_was_typed(sight, allocated):
    page = filled(opened(sight, allocated), F.F3)
    seen = page.view.case.request.version
    assessments.record(sight.world.lead, allocated, whole(K.MC), reason="as received")
    page.view = replace(page.view, case=replace(
        page.view.case, request=replace(page.view.case.request, version=seen)
    ))  # fmt: skip
    signed(sight, page)
    assert sight.window.banner.text == words.by_code("STALE_RECORD")
    assert page.form.interests.harm.value() == "She was found on the ring road twice."


def test_text_on_screen_never_times_out(sight, allocated):
    page = opened(sight, allocated)
    page.form.wishes.wishes.edit.setPlainText("Half a sentence")
    sight.world.desk.clock.move(days=3)
    sight.window._look_at_day()
    sight.settle()
    assert sight.window.page is page
    assert page.form.wishes.wishes.value() == "Half a sentence"


def test_larger_letters_leave_what_is_being_written(sight, allocated):
    page = opened(sight, allocated)
    page.form.wishes.wishes.edit.setPlainText("Half a sentence")
    sight.window.remake()
    sight.settle()
    assert sight.window.page is not page
    assert sight.window.page.form.wishes.wishes.value() == "Half a sentence"
