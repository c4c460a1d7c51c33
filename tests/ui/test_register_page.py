"""The register: places, assessors and staff by keyboard, and the CQC directory looked at first."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from dolsdesk import resources
from dolsdesk.domain.dols.assessors import Profession
from dolsdesk.domain.places import PlaceKind
from dolsdesk.domain.staff import Role
from dolsdesk.services import register, words
from dolsdesk.ui.pages.register.rates import RateCard
from dolsdesk.ui.shell import Spot
from dolsdesk.ui.widgets import fields as ui_fields
from tests.support.desk import TODAY
from tests.ui.walk import a_list

BROKEN = (
    "Harbour View,,3 Quay Street,NX1 2AB",
    'Nameless,,"3 Quay Street",NX1 2AB,,,Residential homes,,,Harbour Care,Norchester,,,,',
)


@pytest.fixture
def page(sight):
    return sight.go(Spot.REGISTER)


@pytest.fixture
def hands(sight, page):
    return sight.hands


def names(model):
    return [row.name for row in model.rows]


def place(sight, name):
    return next(one for one in register.find_places(sight.shell.ctx, "") if one.name == name)


def opened(sight, open_it):
    open_it()
    sight.settle()
    return sight.window.page.dialog


# Places


def test_a_place_is_added_by_keyboard(sight, page, hands):
    hands.command("add a home")
    hands.fill("Name", "Quay House")
    hands.choose("Kind", "Hospital")
    hands.fill("CQC location code", "1-1000000077")
    hands.fill("Address", "3 Quay Street\nNorchester")
    hands.tick("Run by this council")
    hands.push("Save")
    assert "Quay House" in names(page.places_model)
    kept = place(sight, "Quay House")
    assert (kept.kind, kept.is_run_by_council) == (PlaceKind.HOSPITAL, True)
    assert kept.address == "3 Quay Street\nNorchester"


def test_enter_on_a_place_opens_it_and_what_is_changed_is_kept(sight, page, hands):
    request_id = sight.world.a_case()
    hands.to("Homes and hospitals")
    page.places.select_where(names(page.places_model).index("Rosewood House"))
    hands.press("Return")
    hands.settle()
    assert page.dialog.fields["cqc_location_code"].value() == "1-1000000001"
    hands.fill("Name", "Rosewood Court")
    hands.push("Save")
    assert place(sight, "Rosewood Court").cqc_location_code == "1-1000000001"
    assert sight.world.case(request_id).place.name == "Rosewood Court"


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"phone": "01632 960001"}, "name", "NAME_NEEDED"),
        ({"name": "Twin House", "cqc_location_code": "1-1000000001"}, "cqc_location_code",
         "PLACE_CODE_TAKEN"),
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused_at_its_field(sight, page, typed, field, code):
    dialog = opened(sight, lambda: page.edit_place(None))
    dialog.fields.set_raw(typed)
    dialog.submit()
    sight.settle()
    assert dialog.isVisible()
    assert dialog.fields[field].fault == words.by_code(code, name="Rosewood House")
    assert dialog.fields[field].control.hasFocus()
    assert {name: dialog.fields[name].raw() for name in typed} == typed
    dialog.reject()


def test_places_are_found_as_one_types_and_nothing_found_is_no_fault(sight, page, hands):
    hands.to("Find a home or hospital by name or postcode")
    hands.type("rosew")
    hands.settle()
    assert names(page.places_model) == ["Rosewood House"]
    hands.type("%'\"* zz")
    hands.settle()
    assert names(page.places_model) == []


# Assessors


def test_an_assessor_is_added_by_keyboard_with_dates_as_they_are_typed(sight, page, hands):
    hands.command("add an assessor")
    hands.fill("Name", "Nia Ŵyn-Ó Briain")
    hands.choose("Profession", "Nurse")
    hands.fill("Registered in the profession since", "1/2/2015")
    hands.fill("Initial training completed", "1 Mar 2018")
    hands.fill("Further training completed", "3 6 26; 12 May 2025")
    hands.fill("Insured until", "31 12 2027")
    hands.push("Save")
    line = next(row for row in page.assessors_model.rows if row.name.startswith("Nia"))
    held = register.assessor(sight.shell.ctx, line.id)
    assert held.profession is Profession.NURSE
    assert held.further_training_on == (date(2025, 5, 12), date(2026, 6, 3))
    assert held.initial_training_on == date(2018, 3, 1)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("insured_until", "31 2 26", "DATE_FORMAT"),
        ("further_training_on", "3 6 26, soon", "DATE_FORMAT"),
        ("further_training_on", "+7", "DATE_IN_FUTURE"),
        ("week_limit", "many", "NUMBER_WANTED"),
        ("name", "   ", "NAME_NEEDED"),
    ],
)
def test_what_cannot_be_true_of_an_assessor_is_said_where_it_stands(
    page, hands, *, field, typed, code
):
    page.edit_assessor(None)
    hands.settle()
    dialog = page.dialog
    dialog.fields["name"].set_raw("Nia Briain")
    hands.fill(dialog.fields[field].title, typed)
    hands.push("Save")
    assert dialog.isVisible()
    assert dialog.fields[field].fault == words.by_code(code, most=99)
    assert dialog.fields[field].raw() == typed
    assert len(page.assessors_model.rows) == 2
    dialog.reject()


def test_an_assessor_is_shown_as_held_and_changed(sight, page):
    line = page.assessors_model.rows[0]
    before = register.assessor(sight.shell.ctx, line.id)
    dialog = opened(sight, lambda: page.edit_assessor(line))
    dialog.fields["base"].set_raw("Harbour office")
    dialog.submit()
    sight.settle()
    after = register.assessor(sight.shell.ctx, line.id)
    assert after.base == "Harbour office"
    assert after.further_training_on == before.further_training_on
    assert after.insured_until == before.insured_until


def test_rates_are_added_by_keyboard_shown_and_never_overwritten(sight, page, hands):
    line = page.assessors_model.rows[0]
    dialog = opened(sight, lambda: page.edit_assessor(line))
    hands.fill("Travels from", "NX2 2BB")
    hands.fill("Hours a week for DoLS work", "18.5")
    hands.push("Add a rate")
    hands.choose("New rates, row 1: For", "Independent best interests assessment")
    hands.fill("New rates, row 1: Amount", "180")
    hands.fill("New rates, row 1: From", "1 4 26")
    hands.push("Save")
    assert not dialog.isVisible()
    held = register.assessor(sight.shell.ctx, line.id)
    assert (held.base, held.week_minutes) == ("NX2 2BB", 1110)
    dialog = opened(sight, lambda: page.edit_assessor(line))
    card = dialog.findChild(RateCard)
    assert shown(card.model) == [
        ("Independent best interests assessment", "£180.00", "1 Apr 2026", "in force")
    ]
    assert card.table.accessibleName() == "Rates"
    assert dialog.fields["week_minutes"].raw() == "18.5 h"
    hands.push("Add a rate")
    hands.choose("New rates, row 1: For", "Independent best interests assessment")
    hands.fill("New rates, row 1: Amount", "£195.50")
    hands.fill("New rates, row 1: From", "1 4 27")
    hands.push("Save")
    dialog = opened(sight, lambda: page.edit_assessor(line))
    assert shown(dialog.findChild(RateCard).model) == [
        ("Independent best interests assessment", "£195.50", "1 Apr 2027", "to come"),
        ("Independent best interests assessment", "£180.00", "1 Apr 2026", "in force"),
    ]
    dialog.reject()


def shown(model):
    return [
        tuple(model.index(row, place).data() for place in range(4))
        for row in range(model.rowCount())
    ]


def test_an_amount_that_is_none_is_said_where_it_stands(sight, page, hands):
    dialog = opened(sight, lambda: page.edit_assessor(page.assessors_model.rows[0]))
    hands.push("Add a rate")
    hands.fill("New rates, row 1: Amount", "-5")
    hands.push("Save")
    amount = dialog.fields["rates"].rows[0]["pence"]
    assert dialog.isVisible()
    assert amount.fault == words.by_code("AMOUNT_WANTED")
    assert amount.control.hasFocus()
    hands.fill("New rates, row 1: Amount", "5")
    hands.push("Save")
    assert dialog.fields["rates"].fault == words.by_code("RATE_INCOMPLETE")
    dialog.reject()


def test_everything_the_register_holds_of_an_assessor_is_kept_when_one_thing_changes(sight, page):
    details = register.AssessorDetails(
        "Noor Éa", Profession.NURSE, regulator_no="12A3456E", registered_on=date(2012, 5, 1),
        initial_training_on=date(2020, 5, 1), further_training_on=(date(2026, 6, 1),),
        s12_until=date(2027, 1, 1), amhp_until=date(2027, 2, 1), insured_until=date(2027, 6, 1),
        dbs_on=date(2025, 1, 1), serves_council_otherwise=True, languages="Urdu",
        specialisms="Dementia", base="NX1", email="noor@example.org", phone="01632 960002",
        week_limit=4, week_minutes=1110, availability="Mondays",
    )  # fmt: skip
    assessor_id = register.save_assessor(sight.shell.ctx, details).value
    page.refresh()
    sight.settle()
    line = next(row for row in page.assessors_model.rows if row.id == assessor_id)
    dialog = opened(sight, lambda: page.edit_assessor(line))
    dialog.submit()
    sight.settle()
    assert register.assessor(sight.shell.ctx, assessor_id) == details


def test_what_ends_within_ninety_days_is_listed_by_one_press(sight, page, hands):
    world = sight.world
    kept = {"insured_until": date(2028, 1, 1), "training": [TODAY]}
    world.an_assessor("Ann Ending", Profession.NURSE, **kept | {"insured_until": date(2027, 2, 21)})
    world.an_assessor("Ben Beyond", Profession.NURSE, **kept | {"insured_until": date(2027, 2, 22)})
    world.an_assessor("Cai Gone", Profession.AMHP, **kept, amhp_until=date(2026, 11, 1))
    page.refresh()
    sight.settle()
    page.tabs.setCurrentIndex(1)
    assert page.lapsing.text() == "Ends within 90 days  2"
    hands.push("Ends within 90 days  2")
    assert names(page.assessors_model) == ["Ann Ending", "Cai Gone"]
    place = [column.key for column in page.assessors_model.columns].index("ends")
    said = [page.assessors_model.index(row, place).data() for row in (0, 1)]
    assert said == ["Insurance 21 Feb 2027", "AMHP approval 1 Nov 2026"]


def test_leave_is_typed_refused_backwards_and_shown(sight, page, hands):
    page.tabs.setCurrentIndex(1)
    dialog = opened(sight, page.add_leave)
    hands.fill("First day away", "30 11 26")
    hands.fill("Last day away", "29 11 26")
    hands.push("Save")
    assert dialog.fields["last_on"].fault == words.by_code("LAST_BEFORE_FIRST")
    hands.fill("Last day away", "4 12 26")
    hands.push("Save")
    assert not dialog.isVisible()
    assert page.assessors_model.rows[0].away_until == date(2026, 12, 4)


def test_leave_without_a_day_is_asked_for(sight, page):
    dialog = opened(sight, page.add_leave)
    dialog.fields["first_on"].set_raw("today")
    dialog.submit()
    sight.settle()
    assert dialog.fields["last_on"].fault
    assert dialog.fields["first_on"].value() == TODAY
    dialog.reject()


def test_a_conflict_names_a_place_or_a_person(sight, page, hands):
    dialog = opened(sight, page.add_interest)
    dialog.fields["note"].set_raw("Her brother owns it")
    dialog.submit()
    sight.settle()
    assert dialog.fields["place"].fault == words.by_code("INTEREST_IN_WHAT")
    assert dialog.fields["note"].raw() == "Her brother owns it"
    hands.pick("Home or hospital", "rosew")
    hands.push("Save")
    assert not dialog.isVisible()
    assert [one.entity_id for one in sight.world.trail("add_interest")] == [
        page.assessors_model.rows[0].id
    ]


# Staff


def test_somebody_is_added_with_the_roles_they_have(sight, page, hands):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    sight.settle()
    hands.command("add somebody")
    hands.fill("Name", "Nell Dock")
    hands.push("Save")
    dialog = sight.window.page.dialog
    assert dialog.banner.text == words.by_code("ROLE_NEEDED")
    hands.tick(words.fact(Role.SIGNATORY.value))
    hands.push("Save")
    assert not dialog.isVisible()
    added = next(one for one in sight.shell.desk.staff() if one.name == "Nell Dock")
    assert added.roles == {Role.SIGNATORY}


def test_changing_somebody_keeps_the_login_they_are_known_by(sight, page):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    page = sight.go(Spot.REGISTER)
    register.save_member(sight.shell.ctx, name="Nell Dock", job_title="", roles={Role.LEAD},
                         login="ndock")  # fmt: skip
    page.refresh()
    sight.settle()
    member = next(row for row in page.staff_model.rows if row.name == "Nell Dock")
    dialog = opened(sight, lambda: page.edit_member(member))
    dialog.fields["job_title"].set_raw("Head of Safeguarding")
    dialog.submit()
    sight.settle()
    member = next(row for row in page.staff_model.rows if row.id == member.id)
    dialog = opened(sight, lambda: page.edit_member(member))
    assert dialog.fields["login"].value() == "ndock"
    assert dialog.fields["job_title"].value() == "Head of Safeguarding"
    dialog.reject()


def test_somebody_without_leave_is_told_in_the_form_and_loses_nothing(sight, page):
    dialog = opened(sight, lambda: page.edit_member(None))
    dialog.fields["name"].set_raw("Nell Dock")
    dialog.fields["lead"].set_raw(True)
    dialog.submit()
    sight.settle()
    assert dialog.isVisible()
    assert "Ada Min" in dialog.banner.text
    assert dialog.fields["name"].raw() == "Nell Dock"
    dialog.reject()


# The CQC directory


@pytest.fixture
def directory(tmp_path):
    """Return a directory of which two lines are broken."""
    lines = resources.text("demo/cqc-directory.csv").splitlines()
    path = tmp_path / "directory.csv"
    path.write_text("\n".join([*lines[:7], *BROKEN, *lines[7:]]), encoding="utf-8")
    return path


def test_an_import_is_looked_at_first_and_writes_nothing(sight, page, directory):
    before = names(page.places_model)
    dialog = opened(sight, lambda: page.import_file(directory))
    assert "It would add" in dialog.said.text()
    assert "16 September 2026" in dialog.said.text()
    assert [line.line for line in dialog.model.rows] == [8, 9]
    assert all(line.what for line in dialog.model.rows)
    assert dialog.table.isVisible()
    dialog.reject()
    page.refresh()
    sight.settle()
    assert names(page.places_model) == before


def test_an_import_does_what_it_said_and_says_what_it_did(sight, page, hands, directory):
    opened(sight, lambda: page.import_file(directory))
    hands.push("Import")
    assert not page.dialog.isVisible()
    assert "2 lines could not be read" in page.imported.text()
    assert len(page.places_model.rows) > 20
    assert page.imported.isVisible()


def test_a_council_that_has_no_places_is_said_at_its_field(sight, page, hands, directory):
    dialog = opened(sight, lambda: page.import_file(directory))
    hands.fill(dialog.only.title, "Atlantis")
    hands.press("Tab")
    hands.settle()
    assert "Atlantis" in dialog.only.fault
    assert not dialog.go.isEnabled()
    hands.fill(dialog.only.title, "Norchester")
    hands.press("Tab")
    hands.settle()
    assert dialog.only.fault == ""
    assert dialog.go.isEnabled()
    dialog.reject()


def test_an_import_under_way_is_stopped_between_batches(sight, page, directory):
    lines = directory.read_text(encoding="utf-8").splitlines()
    one = next(line for line in lines if "1-9910000037" in line)
    many = [one.replace("1-9910000037", f"1-{number}") for number in range(10_000, 14_000)]
    directory.write_text("\n".join([*lines, *many]), encoding="utf-8")
    dialog = opened(sight, lambda: page.import_file(directory))
    dialog.run()
    assert dialog.cancel.text() == "Stop"
    dialog.reject()
    assert not dialog.cancel.isEnabled()
    sight.settle()
    assert not dialog.isVisible()
    assert page.imported.text().startswith("Stopped.")
    assert len(page.places_model.rows) < len(many)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Dear all,\nplease find attached\n", "CQC_NO_HEADER"),
        (b"", "CQC_EMPTY"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "CQC_NOT_TEXT"),
    ],
)
def test_a_file_that_is_no_directory_is_told_plainly(sight, page, tmp_path, content, code):
    path = tmp_path / "letter.csv"
    path.write_bytes(content)
    dialog = opened(sight, lambda: page.import_file(path))
    assert dialog.banner.isVisible()
    assert dialog.banner.text == words.by_code(code, name="letter.csv")
    assert not dialog.go.isEnabled()
    assert dialog.cancel.text() == "Close"
    dialog.reject()
    assert not dialog.isVisible()


def test_a_file_that_has_gone_is_told_plainly(sight, page, tmp_path):
    dialog = opened(sight, lambda: page.import_file(tmp_path / "gone.csv"))
    assert dialog.banner.isVisible()
    assert "gone.csv" in dialog.banner.text
    dialog.reject()


# Much too much


def test_a_line_pasted_full_says_so_and_what_stood_in_other_fields_stays(sight, page, qapp):
    dialog = opened(sight, lambda: page.edit_place(None))
    dialog.fields["postcode"].set_raw("NX1 1AA")
    name = dialog.fields["name"]
    name.set_raw("Quay House")
    qapp.clipboard().setText(" and more" * 12_000)
    name.edit.setCursorPosition(len("Quay House"))
    name.edit.paste()
    sight.settle()
    assert name.fault == words.sentence("LINE_FULL", n=ui_fields.MAX_LINE)
    assert name.raw().startswith("Quay House and more")
    assert len(name.raw()) == ui_fields.MAX_LINE
    assert dialog.fields["postcode"].raw() == "NX1 1AA"
    dialog.reject()


# A list of assessors


def test_a_list_of_assessors_is_looked_at_line_by_line_and_then_imported(sight, page, hands):
    page.import_staff_file(a_list(sight.shell.profile))
    sight.settle()
    dialog = page.dialog
    assert dialog.said.text().startswith("It would add 2 and change 0; 0 stay as they are.")
    assert "Shoe size" in dialog.unused.text()
    assert [(one.line, one.outcome) for one in dialog.model.rows] == [
        (4, "Not imported"), (2, "Added"), (3, "Added"),
    ]  # fmt: skip
    assert "“Plumber” is no profession" in dialog.model.rows[0].what
    assert "Lou O'Neill" not in names(page.assessors_model)
    dialog.go.click()
    sight.settle()
    assert not dialog.isVisible()
    assert "2 added" in page.listed.text()
    row = names(page.assessors_model).index("Lou O'Neill")
    stands = [column.key for column in page.assessors_model.columns].index("standing")
    index = page.assessors_model.index(row, stands)
    assert index.data() == "may not act"
    assert "no further training" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_list_that_is_none_says_so_and_imports_nothing(sight, page, tmp_path):
    path = tmp_path / "letter.csv"
    path.write_text("Dear all,\n", encoding="utf-8")
    page.import_staff_file(path)
    sight.settle()
    assert page.dialog.banner.text == words.by_code("STAFF_NO_HEADER", name="letter.csv")
    assert not page.dialog.go.isEnabled()
    page.dialog.reject()


# Signatories


def test_whose_authority_to_sign_ends_soon_is_one_click_away(sight, page, hands):
    sight.shell.change_actor(sight.world.people["Lee Deer"])
    sight.settle()
    page = sight.window.page
    [member] = [one for one in page.staff_model.rows if one.name == "Sig Natory"]
    page.edit_member(member)
    sight.settle()
    page.dialog.fields["signs_until"].set_raw("1 12 2026")
    page.dialog.fields["trained_on"].set_raw("2 2 2026")
    page.dialog.submit()
    sight.settle()
    assert page.ending.text() == "Ends within 90 days  1"
    page.ending.click()
    sight.settle()
    assert names(page.staff_model) == ["Sig Natory"]
