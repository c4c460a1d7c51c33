"""How old the newest backup is stands at the foot of the window, and backups go where one says."""

from dolsdesk import config
from dolsdesk.ui.shell import Spot


def foot(sight):
    label = sight.window.backed_up
    return label.text(), label.property("role")


def test_the_foot_of_the_window_tells_how_old_the_newest_backup_is(sight):
    sight.window.show_backup()
    sight.settle()
    assert foot(sight) == ("No backup yet", "warning")
    sight.go(Spot.DESK).back_up()
    sight.settle()
    assert foot(sight) == ("Backed up 23 Nov 2026 09:00", "small")
    sight.world.desk.clock.move(days=1)
    sight.window._look_at_day()
    sight.settle()
    assert foot(sight) == ("Backed up 23 Nov 2026 09:00", "warning")


def test_backups_go_to_the_folder_that_was_chosen(sight, tmp_path):
    chosen = tmp_path / "elsewhere"
    chosen.mkdir()
    page = sight.go(Spot.DESK)
    page.use_folder(chosen)
    sight.settle()
    page.back_up()
    sight.settle()
    assert [one.name for one in page.model.rows] == [path.name for path in chosen.glob("*.db")]
    assert config.load(sight.shell.profile).backup_folder == str(chosen)
    assert foot(sight)[0].startswith("Backed up")
