"""Makes the page of a place when somebody first goes there, so that starting waits for one only."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from dolsdesk.ui.pages.page import Page
from dolsdesk.ui.shell import Shell, Spot

PageFactory = Callable[[Shell], Page]


def factories(on_restore: Callable[[Path], None] | None = None) -> dict[Spot, PageFactory]:
    """Return how the page of each place is made; ``on_restore`` puts a backup in place."""
    return {
        Spot.DAY: _day,
        Spot.WORKLIST: _worklist,
        Spot.LOG: _log,
        Spot.UNFILED: _unfiled,
        Spot.WAITING: _waiting,
        Spot.ALLOCATION: _allocation,
        Spot.DECISIONS: _decisions,
        Spot.PEOPLE: _people,
        Spot.REFERRALS: _referrals,
        Spot.RADAR: _radar,
        Spot.REGISTER: _register,
        Spot.RESCREENING: _rescreening,
        Spot.REPORTS: _reports,
        Spot.DESK: partial(_desk, on_restore=on_restore),
    }


def _day(shell: Shell) -> Page:
    from dolsdesk.ui.pages.day.page import DayPage

    return DayPage(shell)


def _worklist(shell: Shell) -> Page:
    from dolsdesk.ui.pages.worklist.page import WorklistPage

    return WorklistPage(shell)


def _log(shell: Shell) -> Page:
    from dolsdesk.ui.pages.log.page import LogPage

    return LogPage(shell)


def _unfiled(shell: Shell) -> Page:
    from dolsdesk.ui.pages.incoming.page import UnfiledPage

    return UnfiledPage(shell)


def _waiting(shell: Shell) -> Page:
    from dolsdesk.ui.pages.waiting.page import WaitingPage

    return WaitingPage(shell)


def _allocation(shell: Shell) -> Page:
    from dolsdesk.ui.pages.allocation.page import AllocationPage

    return AllocationPage(shell)


def _decisions(shell: Shell) -> Page:
    from dolsdesk.ui.pages.decisions.page import DecisionsPage

    return DecisionsPage(shell)


def _people(shell: Shell) -> Page:
    from dolsdesk.ui.pages.people.page import PeoplePage

    return PeoplePage(shell)


def _referrals(shell: Shell) -> Page:
    from dolsdesk.ui.pages.referrals.page import ReferralsPage

    return ReferralsPage(shell)


def _radar(shell: Shell) -> Page:
    from dolsdesk.ui.pages.radar.page import RadarPage

    return RadarPage(shell)


def _register(shell: Shell) -> Page:
    from dolsdesk.ui.pages.register.page import RegisterPage

    return RegisterPage(shell)


def _rescreening(shell: Shell) -> Page:
    from dolsdesk.ui.pages.rescreening.page import RescreeningPage

    return RescreeningPage(shell)


def _reports(shell: Shell) -> Page:
    from dolsdesk.ui.pages.reports.page import ReportsPage

    return ReportsPage(shell)


def _desk(shell: Shell, on_restore: Callable[[Path], None] | None) -> Page:
    from dolsdesk.ui.pages.desk.page import DeskPage

    return DeskPage(shell, on_restore)
