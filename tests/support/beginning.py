"""One world put back to how it began, again and again: cheaper than a new one each time."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.support.desk import World, open_copy


class Beginning:
    """A furnished store in a folder of its own, whose engine and rule book outlive each use."""

    def __init__(
        self, template: Path, folder: Path, prepare: Callable[[World], object] | None = None
    ) -> None:
        self._world = World(open_copy(template, folder))
        if prepare is not None:
            prepare(self._world)
        self._instant = self._world.desk.clock.now()
        self._world.close()
        self._path = folder / "desk.db"
        self._content = self._path.read_bytes()

    def again(self) -> World:
        """Return the world as it was at first; whatever was done to it or put beside it is gone."""
        self._world.close()
        shutil.rmtree(self._path.parent)
        self._path.parent.mkdir()
        self._path.write_bytes(self._content)
        self._world.desk.clock.set(self._instant)
        return self._world

    def close(self) -> None:
        """Let go of the store, which the last use may have left open."""
        self._world.close()
