"""The first run: a council found by typing, somebody, a store, and every way it can be refused."""

import shutil
from pathlib import Path

import pytest

from dolsdesk import config, paths
from dolsdesk.config import Protection
from dolsdesk.domain.staff import Role
from dolsdesk.services import opening, words
from dolsdesk.ui.dialogs.first_run import FirstRunDialog
from dolsdesk.ui.pages.worklist.page import WorklistPage
from tests.support.profiles import CLOCK, PASSPHRASE, contents, is_let_go
from tests.ui.visits import Visit

NAME = "Your name, as it should stand in the record"
PROTECTED = {
    Protection.NONE: "Not encrypted: this disk is encrypted already",
    Protection.PASSPHRASE: "Encrypted, opened with a passphrase",
    Protection.KEYRING: "Encrypted, opened with this machine's keyring",
}


@pytest.fixture
def visit(qapp, tmp_path):
    made = Visit(qapp, tmp_path / "profile")
    yield made
    made.leave()


@pytest.fixture
def hands(visit):
    return visit.hands


def dialog_of(visit) -> FirstRunDialog:
    dialog = visit.application.dialog
    assert isinstance(dialog, FirstRunDialog)
    return dialog


def come_to_the_store(visit):
    """Answer the first two steps."""
    hands = visit.hands
    hands.push("Set up this council's desk")
    hands.pick("Council", "norf")
    hands.push("Next")
    hands.fill(NAME, "Ada Min")
    hands.push("Next")
    return dialog_of(visit)


def make_the_store(visit, protection=Protection.NONE, first=PASSPHRASE, second=PASSPHRASE):
    hands = visit.hands
    hands.choose("Encryption at rest", PROTECTED[protection])
    if protection is Protection.PASSPHRASE:
        hands.fill("Passphrase", first)
        hands.fill("Passphrase once more", second)
    hands.push("Make the store")


# The steps


def test_a_council_is_found_by_typing_and_brings_its_own_words(visit, hands):
    hands.push("Set up this council's desk")
    hands.to("Council")
    hands.type("kingston")
    dialog = dialog_of(visit)
    hands.wait_for(dialog.council.matches.isVisible)
    offered = [dialog.council.matches.item(n).text() for n in range(dialog.council.matches.count())]
    assert any("Hull" in one for one in offered)
    assert any("Thames" in one for one in offered)
    hands.press("Down")
    hands.press("Return")
    assert dialog.council.value() is not None
    assert dialog.address.value() == dialog.council.value().official_name


@pytest.mark.parametrize("typed", ["atlantis", "cardiff", "50% zz'"])
def test_a_council_that_is_none_of_england_cannot_be_chosen(visit, hands, typed):
    hands.push("Set up this council's desk")
    hands.to("Council")
    hands.type(typed)
    dialog = dialog_of(visit)
    hands.wait_for(dialog.council.matches.isVisible)
    assert dialog.council.matches.item(0).text().startswith("No English council")
    hands.press("Return")
    hands.push("Next")
    assert dialog.at == 1
    assert dialog.council.fault
    assert dialog.council.raw() == {"text": typed}


def test_a_name_and_a_role_are_needed(visit, hands):
    hands.push("Set up this council's desk")
    hands.pick("Council", "norf")
    hands.push("Next")
    dialog = dialog_of(visit)
    hands.fill(NAME, "  ")
    hands.push("Next")
    assert dialog.name.fault
    hands.fill(NAME, "Ada Min")
    hands.tick(words.fact(Role.ADMINISTRATOR.value))
    hands.push("Next")
    assert dialog.at == 2
    assert dialog.banner.text == words.by_code("ROLE_NEEDED")


def test_going_back_loses_nothing(visit, hands):
    dialog = come_to_the_store(visit)
    hands.push("Back")
    hands.push("Back")
    assert dialog.council.edit.text() == "Norfolk"
    hands.push("Next")
    assert dialog.name.value() == "Ada Min"


def test_leaving_half_way_leaves_nothing_behind(visit, hands, tmp_path):
    come_to_the_store(visit)
    hands.press("Escape")
    hands.settle()
    assert [name for name in contents(tmp_path) if name.endswith(".db")] == []
    assert not opening.is_set_up(tmp_path / "profile")


@pytest.mark.parametrize("leave", ["escape", "close"])
def test_leaving_once_the_store_is_made_lets_it_go(visit, hands, tmp_path, leave):
    come_to_the_store(visit)
    make_the_store(visit)
    assert dialog_of(visit).at == 4
    store = paths.store_file(tmp_path / "profile")
    assert not is_let_go(store)
    if leave == "escape":
        hands.press("Escape")
    else:
        visit.leave()
    assert is_let_go(store)


# Each protection


def test_a_plain_store_opens_by_itself_next_time(visit, hands, tmp_path, qapp):
    come_to_the_store(visit)
    make_the_store(visit)
    dialog = dialog_of(visit)
    assert not dialog.recovery_part.isVisible()
    hands.push("Open the desk")
    assert isinstance(visit.window.page, WorklistPage)
    hands.settle()
    visit.leave()
    again = Visit(qapp, tmp_path / "profile")
    assert again.window.isVisible()
    assert again.shell.actor.name == "Ada Min"
    again.leave()


def test_a_passphrase_gives_a_recovery_key_which_must_be_written_down(visit, hands, tmp_path):
    come_to_the_store(visit)
    make_the_store(visit, Protection.PASSPHRASE)
    dialog = dialog_of(visit)
    assert dialog.recovery_part.isVisible()
    key = dialog.recovery.text()
    assert not dialog.next.isEnabled()
    hands.tick("I have written the recovery key down")
    hands.push("Open the desk")
    assert visit.window.isVisible()
    hands.settle()
    assert config.load(tmp_path / "profile").protection is Protection.PASSPHRASE
    head = (tmp_path / "profile" / "dolsdesk.db").read_bytes()[:16]
    assert not head.startswith(b"SQLite")
    visit.leave()
    desk = opening.open_profile(tmp_path / "profile", CLOCK, recovery=key)
    assert desk.settings()["council_name"].startswith("Norfolk")
    desk.close()


def test_a_keyring_opens_the_store_without_asking(visit, hands, tmp_path, qapp, memory_keyring):
    come_to_the_store(visit)
    make_the_store(visit, Protection.KEYRING)
    hands.tick("I have written the recovery key down")
    hands.push("Open the desk")
    assert visit.window.isVisible()
    hands.settle()
    visit.leave()
    assert memory_keyring.held
    again = Visit(qapp, tmp_path / "profile")
    assert again.window.isVisible()
    again.leave()


def test_a_computer_without_a_keyring_says_so_and_another_way_still_goes(
    visit, hands, tmp_path, no_keyring
):
    dialog = come_to_the_store(visit)
    make_the_store(visit, Protection.KEYRING)
    said = dialog.protection.fault or dialog.banner.text
    assert said == words.by_code("KEYRING_NONE")
    assert not (tmp_path / "profile" / "dolsdesk.db").exists()
    make_the_store(visit, Protection.NONE)
    assert dialog.at == 4
    assert not dialog.banner.isVisible()


def test_a_short_passphrase_is_refused_at_its_field(visit, hands):
    dialog = come_to_the_store(visit)
    make_the_store(visit, Protection.PASSPHRASE, "short", "short")
    assert dialog.passphrase.fault == words.by_code("PASSPHRASE_SHORT", n=12)
    assert dialog.at == 3


def test_two_passphrases_that_differ_are_refused_and_nothing_is_made(visit, hands, tmp_path):
    dialog = come_to_the_store(visit)
    make_the_store(visit, Protection.PASSPHRASE, PASSPHRASE, PASSPHRASE + "!")
    assert "differ" in dialog.again.fault
    assert dialog.passphrase.raw() == PASSPHRASE
    assert not (tmp_path / "profile" / "dolsdesk.db").exists()
    hands.fill("Passphrase once more", PASSPHRASE)
    hands.push("Make the store")
    assert dialog.at == 4


def test_what_is_typed_as_a_passphrase_is_not_shown(visit):
    dialog = come_to_the_store(visit)
    for field in (dialog.passphrase, dialog.again):
        assert field.edit.echoMode() is field.edit.EchoMode.Password


# Folders


def refused_folder(visit, folder, code, **params):
    dialog = come_to_the_store(visit)
    visit.hands.fill("Folder on this computer", str(folder))
    visit.hands.push("Make the store")
    assert dialog.folder.fault == words.by_code(code, **params)
    assert dialog.folder.raw() == str(folder)
    assert dialog.at == 3
    assert dialog.next.isEnabled()
    return dialog


def test_a_file_in_the_way_is_no_folder(visit, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    refused_folder(visit, tmp_path / "letter.txt", "NOT_A_FOLDER")
    assert (tmp_path / "letter.txt").read_text() == "Dear all"


def test_a_folder_below_a_file_is_no_folder(visit, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    refused_folder(visit, tmp_path / "letter.txt" / "store", "NOT_A_FOLDER")


@pytest.mark.parametrize("folder", [r"\\server\share\dols", "//server/share/dols"])
def test_a_network_drive_is_refused_with_the_way_out(visit, folder):
    refused_folder(visit, folder, "FOLDER_ON_NETWORK")


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder no user may write to")
def test_a_folder_that_may_only_be_read_is_refused_and_another_goes(visit, tmp_path):
    dialog = refused_folder(visit, "/sys", "FOLDER_READ_ONLY")
    visit.hands.fill("Folder on this computer", str(tmp_path / "elsewhere"))
    visit.hands.push("Make the store")
    assert dialog.at == 4
    assert paths.store_file(tmp_path / "elsewhere").exists()
    assert dialog.folder.fault == ""


def test_a_store_that_is_there_already_is_never_written_over(visit, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    (old / "dolsdesk.db").write_bytes(b"somebody's work")
    refused_folder(visit, old, "STORE_THERE")
    assert (old / "dolsdesk.db").read_bytes() == b"somebody's work"


def test_a_database_that_is_not_there_is_told_at_its_field(visit):
    dialog = come_to_the_store(visit)
    url = "postgresql://nobody@127.0.0.1:1/dolsdesk"
    visit.hands.fill("or a PostgreSQL database for a team", url)
    visit.hands.push("Make the store")
    said = dialog.url.fault or dialog.banner.text
    assert said
    assert dialog.url.raw() == url
    assert dialog.at == 3


# Looking round


def test_the_demonstration_council_opens_in_one_press(visit, hands, tmp_path, demo_profile):
    shutil.copytree(demo_profile, tmp_path / "profile" / "demonstration")
    hands.to("Open the invented demonstration council")
    hands.press("Space")
    assert isinstance(visit.window.page, WorklistPage)
    hands.settle()
    assert visit.window.page.model.rows
    assert not (tmp_path / "profile" / "dolsdesk.db").exists()
    assert (tmp_path / "profile" / "demonstration" / "dolsdesk.db").exists()


def test_making_the_demonstration_can_be_stopped(visit, hands, tmp_path):
    hands.to("Open the invented demonstration council")
    hands.press("Space")
    dialog = dialog_of(visit)
    assert dialog.progress.isVisible()
    dialog.stop.ask()
    hands.settle()
    if visit.application.window is None:
        assert dialog.demo.isEnabled()
