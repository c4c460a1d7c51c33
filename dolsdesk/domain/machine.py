"""A state machine as a table: which event leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from dolsdesk.errors import Refused

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class TransitionRefused(Refused):
    """This event cannot happen in this state."""


@dataclass(frozen=True, slots=True)
class Machine(Generic[S, E]):
    """States and the events that move between them; whatever is not in the table cannot happen."""

    moves: Mapping[E, Mapping[S, S]]

    def may(self, state: S, event: E) -> bool:
        """Return whether an event can happen in a state."""
        return state in self.moves[event]

    def after(self, state: S, event: E) -> S:
        """Return the state an event leads to.

        Raises:
            TransitionRefused: the event cannot happen in this state.
        """
        try:
            return self.moves[event][state]
        except KeyError as impossible:
            raise TransitionRefused("TRANSITION_REFUSED", state=state, event=event) from impossible
