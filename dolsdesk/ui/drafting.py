"""Keeps what is being typed: within seconds, again after a crash, never twice."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from dolsdesk.errors import DeskError
from dolsdesk.services import drafts, words
from dolsdesk.services.context import Context
from dolsdesk.services.drafts import Draft, Kept
from dolsdesk.services.outcome import Outcome
from dolsdesk.ui.shell import Shell, Tone

#: A pause in typing after which the draft is kept, and the longest it may wait however fast
#: somebody types: well inside the five seconds that may be lost.
PAUSE_MS = 1_200
LONGEST_MS = 3_500


class Drafter(QObject):
    """Keeps one draft of one form.

    ``elsewhere`` gives what another desk of the same person had kept; without a listener the window
    says that two desks write the same thing.
    """

    found = Signal(object)
    looked = Signal()
    elsewhere = Signal(object)

    def __init__(
        self, shell: Shell, kind: str, subject: str, raw: Callable[[], Mapping[str, Any]]
    ) -> None:
        super().__init__()
        self._shell = shell
        self._kind = kind
        self._subject = subject
        self._raw = raw
        self._kept: Mapping[str, Any] | None = None
        self._seen: int | None = None
        self._is_paused = False
        self.has_looked = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.setInterval(LONGEST_MS)
        self._longest.timeout.connect(self.keep)

    def look(self) -> None:
        """Look for a draft that was kept; ``found`` is emitted if there is one, then ``looked``.

        It waits in line with what is being kept, so that it finds what was typed last.
        """
        ctx = self._shell.ctx
        self._shell.tasks.run_change(
            self, lambda: Outcome(drafts.find(ctx, self._kind, self._subject)), self._looked
        )

    def _looked(self, draft: Draft | None) -> None:
        self._seen = draft.revision if draft is not None else 0
        if draft is not None:
            self.found.emit(draft)
        self.has_looked = True
        self.looked.emit()

    def touched(self) -> None:
        """Note that something was typed."""
        if self._is_paused:
            return
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def keep(self) -> None:
        """Keep the draft now, if anything changed since it was kept."""
        self._pause.stop()
        self._longest.stop()
        payload = dict(self._raw())
        if payload == self._kept or self._is_paused:
            return
        self._kept = payload
        self._shell.tasks.run_change(
            self,
            partial(self._keep, self._shell.ctx, payload),
            self._was_kept,
            on_fault=self._not_kept,
        )

    def _keep(self, ctx: Context, payload: Mapping[str, Any]) -> Outcome[Kept]:
        """Keep the draft; the lane of writes is one thread, so that revisions follow each other."""
        done = drafts.keep(ctx, self._kind, self._subject, payload, seen=self._seen)
        self._seen = done.value.revision
        return done

    def _was_kept(self, kept: Kept) -> None:
        if kept.elsewhere is not None:
            self.elsewhere.emit(kept.elsewhere)
            said = words.sentence("DRAFT_ELSEWHERE", at=kept.elsewhere.updated_at)
            self._shell.say(said, Tone.WARNING)

    def drop(self) -> None:
        """Throw the draft away: it was saved, or is not wanted."""
        self._pause.stop()
        self._longest.stop()
        self._kept, self._seen = None, 0
        self._shell.tasks.run_change(
            self, partial(drafts.drop, self._shell.ctx, self._kind, self._subject)
        )

    def paused(self, wanted: bool) -> None:
        """Stop or go on keeping, while fields are filled by the program."""
        self._is_paused = wanted

    def settle(self) -> None:
        """Keep what is pending; called before the page is left or the window closes."""
        if self._pause.isActive() or self._longest.isActive():
            self.keep()

    def _not_kept(self, fault: Exception) -> None:
        """Say that the draft could not be kept; it stays on the screen and is tried again."""
        self._kept = None
        self._longest.start()
        if isinstance(fault, DeskError):
            self._shell.say(words.error(fault), Tone.WARNING)
        else:
            raise fault
