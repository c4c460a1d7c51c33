"""This desk: backups made, proved and put back, the trail checked, the look and targets kept."""

from dataclasses import replace

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter

from dolsdesk import config, paths
from dolsdesk.config import Protection
from dolsdesk.domain.staff import Role
from dolsdesk.errors import StoreLocked
from dolsdesk.services import keys, words, worklist
from dolsdesk.services.worklist import Bucket, Query
from dolsdesk.ui.dialogs.opening import PassphraseDialog
from dolsdesk.ui.dialogs.recovery import RecoveryDialog
from dolsdesk.ui.pages.desk.page import DeskPage
from dolsdesk.ui.shell import Spot
from tests.support import profiles
from tests.ui.visits import Visit, furnished


@pytest.fixture
def profile(tmp_path, store_template):
    """Return the profile of a desk with a home, assessors and one request."""
    return furnished(tmp_path, store_template, who="Lee Deer")


@pytest.fixture
def visit(qapp, profile):
    made = Visit(qapp, profile)
    made.window  # noqa: B018  (wait for it)
    made.hands.settle()
    yield made
    made.leave()


def desk_page(visit) -> DeskPage:
    visit.window.go(Spot.DESK)
    visit.hands.settle()
    return visit.window.page


def people(visit):
    rows = worklist.page(visit.shell.ctx, Query(bucket=Bucket.ALL)).rows
    return [row.person_name for row in rows]


# Backups


def test_the_days_backup_is_made_by_itself_and_another_by_keyboard(visit):
    page = desk_page(visit)
    assert len(page.model.rows) == 1
    assert "Newest checked backup: Mon 23 Nov 2026" in page.age.text()
    visit.application.shell.desk.clock.move(hours=1)
    visit.hands.push("Back up now")
    assert len(page.model.rows) == 2
    assert all(backup.is_checked for backup in page.model.rows)
    assert visit.window.said.text().startswith("Backed up and checked")


def test_a_backup_is_proved_without_touching_the_store(visit, profile):
    page = desk_page(visit)
    before = (profile / "dolsdesk.db").stat().st_mtime_ns
    page.backups.select_where(0)
    visit.hands.push("Prove the chosen backup")
    assert "its checks pass" in visit.window.said.text()
    assert page.model.rows[0].name in visit.window.said.text()
    assert (profile / "dolsdesk.db").stat().st_mtime_ns == before


def test_a_damaged_backup_is_told_and_the_desk_works_on(visit, profile):
    page = desk_page(visit)
    backup = paths.backup_folder(profile / "dolsdesk.db") / page.model.rows[0].name
    backup.write_bytes(b"x" * 5_000)
    visit.hands.push("Prove the chosen backup")
    assert visit.window.banner.isVisible()
    assert people(visit) == ["Łukasz-O'Neill, Ŵyn"]


def test_restore_asks_first_and_a_wrong_word_restores_nothing(visit):
    desk_page(visit)
    window = visit.window
    visit.hands.push("Restore the chosen backup…")
    dialog = window.page.dialog
    visit.hands.fill("Type RESTORE to go on", "yes")
    visit.hands.push("Restore")
    assert dialog.fields["sure"].fault == words.by_code("TYPE_RESTORE")
    visit.hands.press("Escape")
    visit.hands.settle()
    assert not dialog.isVisible()
    assert visit.application.window is window


def test_a_backup_is_put_back_and_the_present_store_is_kept(visit, profile):
    visit.world.a_case(person=visit.another())
    page = desk_page(visit)
    assert len(people(visit)) == 2
    window = visit.window
    page.backups.select_first()
    visit.hands.push("Restore the chosen backup…")
    visit.hands.fill("Type RESTORE to go on", "restore")
    visit.hands.push("Restore")
    visit.hands.wait_for(lambda: visit.application.window not in (None, window), "the window")
    visit.hands.settle()
    assert people(visit) == ["Łukasz-O'Neill, Ŵyn"]
    assert "kept in" in visit.window.said.text()
    assert list(paths.replaced_folder(profile / "dolsdesk.db").rglob("*.db"))


def test_only_who_may_restore_can(visit):
    visit.shell.change_actor(next(m for m in visit.shell.desk.staff() if m.name == "Ada Min"))
    page = desk_page(visit)
    assert page.make.isEnabled()
    assert not page.restore.isEnabled()
    visit.shell.change_actor(next(m for m in visit.shell.desk.staff() if m.name == "Audrey Tor"))
    page = desk_page(visit)
    assert not page.make.isEnabled()
    assert not page.council.isEnabled()


# The trail


def test_the_whole_trail_is_checked(visit):
    page = desk_page(visit)
    assert "Not checked" in page.audit.text()
    visit.hands.push("Check the audit trail")
    assert page.audit.text().startswith("Whole: ")
    assert page.check.isEnabled()


# Look


def test_theme_and_text_size_are_kept_for_next_time(visit, qapp, profile):
    desk_page(visit)
    visit.window.page.theme.set_raw("contrast")
    visit.hands.settle()
    visit.window.page.text_size.set_raw("110")
    visit.hands.settle()
    assert visit.application.look.palette.name == "contrast"
    assert visit.application.look.percent == 110
    visit.leave()
    again = Visit(qapp, profile)
    page = desk_page(again)
    assert page.theme.value() == "contrast"
    assert page.text_size.value() == "110"
    assert again.application.look.palette.name == "contrast"
    assert again.application.look.percent == 110
    again.leave()


def test_the_keyboard_stays_where_it_was_when_letters_grow(visit):
    desk_page(visit)
    visit.hands.to("Text size")
    visit.hands.press("Down")
    visit.hands.settle()
    assert visit.application.look.percent == 110
    assert visit.hands.at == "Text size"


def test_colours_change_after_letters_have_grown_and_the_window_was_made_again(visit):
    desk_page(visit).text_size.set_raw("125")
    visit.hands.settle()
    visit.window.page.theme.set_raw("dark")
    visit.hands.settle()
    assert visit.application.look.palette.name == "dark"
    assert not visit.window.banner.isVisible()
    desk_page(visit).text_size.set_raw("100")
    visit.hands.settle()


def test_the_window_comes_back_where_it_was(visit, qapp, profile):
    visit.window.resize(1366, 600)  # wider than the screen of a machine without one
    visit.hands.settle()
    visit.leave()
    again = Visit(qapp, profile)
    assert again.window.height() == 600
    again.leave()


def test_settings_that_cannot_be_kept_stop_nothing(visit, profile):
    (profile / config.NAME).unlink(missing_ok=True)
    (profile / config.NAME).mkdir()
    desk_page(visit)
    visit.window.page.theme.set_raw("dark")
    visit.hands.settle()
    assert visit.application.look.palette.name == "dark"


# Targets and the council


def test_a_target_is_set_and_stands_when_the_desk_is_opened_again(visit, qapp, profile):
    page = desk_page(visit)
    title = page.targets_model.rows[0].rule.title
    visit.hands.to("Local targets")
    page.targets.select_first()
    visit.hands.press("Return")
    visit.hands.settle()
    dialog = page.dialog
    assert dialog.windowTitle() == title
    number = dialog.fields["amount"]
    visit.hands.fill(number.title, "17")
    visit.hands.push("Set")
    assert not dialog.isVisible()
    visit.leave()
    again = Visit(qapp, profile)
    page = desk_page(again)
    held = next(row for row in page.targets_model.rows if row.rule.title == title)
    assert held.amount == 17
    again.leave()


@pytest.mark.parametrize("typed", ["", "many", "-3", "10001", "1.5"])
def test_what_is_no_target_is_refused_and_changes_nothing(visit, typed):
    page = desk_page(visit)
    before = [row.amount for row in page.targets_model.rows]
    page.edit_target(page.targets_model.rows[0])
    visit.hands.settle()
    dialog = page.dialog
    visit.hands.fill(dialog.fields["amount"].title, typed)
    visit.hands.push("Set")
    assert dialog.isVisible()
    assert dialog.fields["amount"].fault
    assert dialog.fields["amount"].raw() == typed
    visit.hands.press("Escape")
    held = visit.shell.desk.settings()
    assert [key for key in held if key.startswith("policy")] == []
    assert [row.amount for row in page.targets_model.rows] == before


def test_the_council_is_written_as_it_stands_on_paper(visit):
    page = desk_page(visit)
    page.edit_council()
    visit.hands.settle()
    visit.hands.fill("Council", "")
    visit.hands.push("Save")
    assert page.dialog.fields["council_name"].fault == words.by_code("NAME_NEEDED")
    visit.hands.fill("Council", "Cyngor Dinas Norchester")
    visit.hands.push("Save")
    assert visit.shell.desk.settings()["council_name"] == "Cyngor Dinas Norchester"
    assert page.store.text().startswith("Cyngor Dinas Norchester")


# A new recovery key


@pytest.fixture
def encrypted(qapp, tmp_path):
    """Return an encrypted desk, opened, and its first recovery key."""
    created = profiles.made(tmp_path / "e", encrypted=True)
    created.desk.close()
    visit = Visit(qapp, tmp_path / "e")
    visit.hands.wait_for(lambda: isinstance(visit.application.dialog, PassphraseDialog))
    visit.hands.fill("Passphrase of the store", profiles.PASSPHRASE)
    visit.hands.push("Open")
    visit.hands.settle()
    yield visit, created.recovery
    visit.leave()


def opens(visit, recovery):
    try:
        return bool(keys.unlock(visit.shell.desk.store.location.path, recovery=recovery))
    except StoreLocked:
        return False


def test_a_new_recovery_key_is_made_by_keyboard_and_shown_once(encrypted):
    visit, first = encrypted
    page, hands = desk_page(visit), visit.hands
    hands.push("New recovery key…")
    hands.fill("Passphrase of the store", profiles.PASSPHRASE)
    hands.push("Make a new key")
    dialog = page.dialog
    assert isinstance(dialog, RecoveryDialog)
    key = dialog.shown.key.text()
    assert dialog.shown.key.accessibleName() == "Recovery key"
    assert opens(visit, key)
    assert not opens(visit, first)
    hands.press("Escape")
    assert dialog.isVisible()
    assert "Write the key down first" in dialog.banner.text
    assert not dialog.close_button.isEnabled()
    hands.tick("I have written the recovery key down")
    hands.push("Close")
    assert not dialog.isVisible()
    assert dialog.shown.key.text() == ""
    [entry] = visit.world.trail("renew_recovery_key")
    assert entry.actor == "Ada Min"


def test_the_recovery_key_there_is_makes_the_next_one(encrypted):
    visit, first = encrypted
    page, hands = desk_page(visit), visit.hands
    hands.command("new recovery key")
    hands.tick("This is the present recovery key")
    hands.fill("Passphrase of the store", first)
    hands.push("Make a new key")
    assert opens(visit, page.dialog.shown.key.text())
    hands.tick("I have written the recovery key down")
    hands.press("Escape")
    assert not page.dialog.isVisible()


def test_a_wrong_passphrase_makes_no_recovery_key_and_says_so(encrypted):
    visit, first = encrypted
    page, hands = desk_page(visit), visit.hands
    hands.push("New recovery key…")
    hands.fill("Passphrase of the store", "not this one at all")
    hands.push("Make a new key")
    assert page.dialog.fields["secret"].fault == words.by_code("PASSPHRASE_WRONG")
    assert page.dialog.fields["secret"].control.hasFocus()
    assert opens(visit, first)
    hands.press("Escape")


def test_a_recovery_key_is_copied_and_printed_and_does_not_stay_on_the_clipboard(
    encrypted, qapp, tmp_path, monkeypatch
):
    visit, _first = encrypted
    page, hands = desk_page(visit), visit.hands
    hands.push("New recovery key…")
    hands.fill("Passphrase of the store", profiles.PASSPHRASE)
    hands.push("Make a new key")
    key = page.dialog.shown.key.text()
    hands.push("Copy the key")
    assert qapp.clipboard().text() == key
    sheet = tmp_path / "sheet.pdf"

    def to_a_file(_parent, on_chosen):
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(sheet))
        on_chosen(printer)

    monkeypatch.setattr("dolsdesk.ui.files.ask_printer", to_a_file)
    hands.push("Print the key…")
    printed = " ".join(PdfReader(sheet).pages[0].extract_text().split())
    assert key in printed
    assert "Norchester City Council" in printed
    hands.tick("I have written the recovery key down")
    hands.push("Close")
    assert qapp.clipboard().text() == ""


def test_only_who_manages_an_encrypted_desk_is_offered_a_recovery_key(encrypted):
    visit, first = encrypted
    page = desk_page(visit)
    assert page.recovery.isVisible()
    assert page.recovery.isEnabled()
    visit.shell.change_actor(replace(visit.shell.actor, roles=frozenset({Role.ADMINISTRATOR})))
    page = desk_page(visit)
    assert not page.recovery.isEnabled()
    page.ask_recovery()
    visit.hands.settle()
    assert "not permitted" in visit.window.banner.text
    assert opens(visit, first)


def test_a_store_that_is_not_encrypted_has_no_recovery_key(visit):
    page = desk_page(visit)
    assert not page.recovery.isVisible()
    page.ask_recovery()
    visit.hands.settle()
    assert visit.window.banner.text == words.by_code("STORE_NOT_ENCRYPTED")


def test_a_desk_opened_by_the_keyring_makes_a_recovery_key_without_being_asked(
    qapp, tmp_path, memory_keyring
):
    profiles.made(tmp_path / "k", protection=Protection.KEYRING).desk.close()
    visit = Visit(qapp, tmp_path / "k")
    visit.window  # noqa: B018  (wait for it)
    visit.hands.settle()
    page, hands = desk_page(visit), visit.hands
    hands.push("New recovery key…")
    hands.push("Make a new key")
    assert opens(visit, page.dialog.shown.key.text())
    hands.tick("I have written the recovery key down")
    hands.push("Close")
    visit.leave()


# Locked


def test_an_encrypted_desk_asks_for_its_passphrase_and_says_when_it_is_wrong(qapp, tmp_path):
    profiles.made(tmp_path / "p", encrypted=True).desk.close()
    visit = Visit(qapp, tmp_path / "p")
    hands = visit.hands
    hands.wait_for(lambda: isinstance(visit.application.dialog, PassphraseDialog))
    hands.fill("Passphrase of the store", "not this one at all")
    hands.push("Open")
    dialog = visit.application.dialog
    assert dialog.banner.text == words.by_code("PASSPHRASE_WRONG")
    hands.fill("Passphrase of the store", profiles.PASSPHRASE)
    hands.push("Open")
    assert visit.window.isVisible()
    hands.settle()
    assert "encrypted, opened with a passphrase" in desk_page(visit).store.text()
    visit.leave()


def test_a_damaged_store_is_not_opened_and_a_backup_can_be_put_back(qapp, profile):
    first = Visit(qapp, profile)
    first.window  # noqa: B018  (wait for it)
    first.hands.settle()
    first.leave()
    store = profile / "dolsdesk.db"
    backup = next(paths.backup_folder(store).glob("*.db"))
    store.write_bytes(b"no database at all" * 500)
    visit = Visit(qapp, profile)
    hands = visit.hands
    hands.wait_for(lambda: visit.application.dialog is not None, "the trouble")
    assert "damaged" in visit.application.dialog.sentence.lower()
    hands.push("Restore a backup…")
    hands.type(str(backup))
    hands.press("Return")
    assert visit.window.isVisible()
    hands.settle()
    assert people(visit) == ["Łukasz-O'Neill, Ŵyn"]
    visit.leave()
