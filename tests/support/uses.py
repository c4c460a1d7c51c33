"""A use case as the tests of permissions try it: by whom, with what, and what must be there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dolsdesk.config import Protection
from dolsdesk.domain.dols.case import CopyLine
from dolsdesk.domain.staff import Act
from dolsdesk.services import backup, cases, keys, reports
from dolsdesk.services.context import Context
from dolsdesk.services.reports import Report
from tests.support.desk import COUNCIL, TODAY, World
from tests.support.profiles import PASSPHRASE


@dataclass(frozen=True)
class At:
    """Somebody at a desk with a case at each stage, and a folder to put files into."""

    world: World
    ctx: Context
    cases: dict[str, int]
    folder: Path

    def copy(self, stage: str, *, is_settled: bool = False) -> CopyLine:
        lines = self.world.case(self.cases[stage]).copies
        return next(line for line in lines if line.is_settled == is_settled)

    @property
    def report(self) -> Report:
        return reports.build(self.world.lead, "RP01", date(2026, 1, 1), TODAY, TODAY)

    @property
    def content(self) -> bytes:
        [paper] = cases.open_case(self.world.admin, self.cases["granted"]).papers
        return cases.content(self.world.admin, paper.id)

    def key_file(self) -> None:
        path = self.world.desk.store.location.path
        keys.create(path, COUNCIL["store_id"], Protection.PASSPHRASE, passphrase=PASSPHRASE)

    @property
    def backup(self) -> Path:
        made = backup.run(self.world.lead).value.backup
        return backup.default_folder(self.world.desk.store.location.path) / made.name


@dataclass(frozen=True)
class Use:
    """A use case: the act it needs, its name, and how it is done with what was made before."""

    act: Act
    name: str
    do: Callable[[At, Any], object]
    before: Callable[[At], Any] = lambda _at: None
