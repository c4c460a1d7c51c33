"""The one place that decides how a failure is shown."""

from collections.abc import Callable
from pathlib import Path

from dolsdesk import logs
from dolsdesk.errors import Conflict, DeskError, Unavailable
from dolsdesk.services import words
from dolsdesk.ui.shell import Message, Tone


def message_of(fault: Exception, profile: Path) -> Message:
    """Return what to tell the person at the desk; our own faults get a report and a number."""
    if isinstance(fault, DeskError):
        tone = Tone.WARNING if isinstance(fault, (Conflict, Unavailable)) else Tone.DANGER
        return Message(words.error(fault), tone)
    report = logs.crash_report(profile, fault)
    return Message(words.sentence("OUR_FAULT", number=report.stem), Tone.DANGER)


def hook(say: Callable[[Message], None], profile: Path) -> Callable[..., None]:
    """Return an exception hook that tells the window; never opens anything itself.

    It may be called on any thread, so it only hands the message on.
    """

    def caught(_kind: type[BaseException], fault: BaseException, _trace: object) -> None:
        if isinstance(fault, Exception):
            say(message_of(fault, profile))

    return caught
