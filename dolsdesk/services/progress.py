"""What long work tells and asks between its steps, and what does where nobody listens."""

from collections.abc import Callable

#: Told how many of how many steps are done, and what is done now.
Progress = Callable[[int, int, str], None]
#: Asked between steps whether to stop.
Stop = Callable[[], bool]


def silent(_done: int, _total: int, _said: str) -> None:
    """Tell nobody how far it is."""


def never() -> bool:
    """Never ask the work to stop."""
    return False
