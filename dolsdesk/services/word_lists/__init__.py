"""The sentences themselves, by code: one module per subject, joined here into one table per kind.

A subject's module has those of the tables that it needs: ``PROBLEMS`` (validation codes),
``CLASHES`` (contradictions on a form), ``STEPS`` (how a legal date follows), ``ERRORS`` (refusals and failures), ``FACTS`` (plain words for
what people choose from), ``SENTENCES`` (of the papers and the screen). Tests walk each table
against its codes and see to it that no code has two sentences.
"""

from typing import Final

from dolsdesk.services.word_lists import (
    allocating,
    assessing,
    bulk,
    forms,
    incoming,
    letters,
    life,
    people,
    reading,
    requests,
    retest,
    rights,
    signing,
    staffing,
    visits,
    waiting,
)

SUBJECTS: Final = (
    allocating,
    assessing,
    bulk,
    forms,
    incoming,
    letters,
    life,
    people,
    reading,
    requests,
    retest,
    rights,
    signing,
    visits,
    waiting,
    staffing,
)


def _joined(table: str) -> dict[str, str]:
    return {code: said for one in SUBJECTS for code, said in getattr(one, table, {}).items()}


PROBLEMS: Final = _joined("PROBLEMS")
CLASHES: Final = _joined("CLASHES")
STEPS: Final = _joined("STEPS")
ERRORS: Final = _joined("ERRORS")
FACTS: Final = _joined("FACTS")
SENTENCES: Final = _joined("SENTENCES")
GENERAL: Final = _joined("GENERAL")
