"""Finding things by words: one index of folded text, kept by whoever writes a case or a person.

Words are folded by ``domain.text.fold`` on both sides, so accents, case and apostrophes do not
matter; every word of the query must begin some word of the entry. Where nothing is found, words
that are spelled alike are tried.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session

from dolsdesk.domain.text import fold

#: Longer queries are cut: nobody types more words than this on purpose.
MAX_WORDS = 12
_MAX_WORD = 40
#: Words up to this length may differ in one letter, longer ones in two.
_SHORT = 5
_ALIKE_LIMIT = 6


class Kind(StrEnum):
    """What an entry of the index stands for."""

    REQUEST = "request"
    PERSON = "person"
    PLACE = "place"


def words_of(query: str) -> list[str]:
    """Return the words of a query, folded; empty if there is nothing to look for."""
    return [word[:_MAX_WORD] for word in fold(query[:2_000]).split()[:MAX_WORDS]]


def put(session: Session, kind: Kind, owner_id: int, parts: Iterable[str | None]) -> None:
    """Write the words by which something is found, in place of those it had."""
    drop(session, kind, owner_id)
    put_many(session, kind, [(owner_id, joined(parts))])


def drop(session: Session, kind: Kind, owner_id: int) -> None:
    """Take the words of something out of the index: it is not to be found any more."""
    session.execute(text(f"DELETE FROM {_table(kind)} WHERE rowid = :owner"), {"owner": owner_id})


def put_many(session: Session, kind: Kind, entries: Iterable[tuple[int, str]]) -> None:
    """Write the words of many things that are not in the index yet."""
    rows = [{"owner": owner, "words": words} for owner, words in entries]
    if rows:
        session.execute(
            text(f"INSERT INTO {_table(kind)} (rowid, words) VALUES (:owner, :words)"), rows
        )


def joined(parts: Iterable[str | None]) -> str:
    """Return the folded text of an entry.

    Names with an apostrophe are held both ways, so that "o neill" finds O'Neill too.
    """
    folded: dict[str, None] = {}
    for part in parts:
        if part:
            folded[fold(part)] = None
            if any(mark in part for mark in "'’"):
                folded[fold(part.replace("'", " ").replace("’", " "))] = None
    return " ".join(folded)


def find(session: Session, kind: Kind, query: str, *, limit: int) -> list[int]:
    """Return the ids of what every word of the query fits, at most ``limit`` of them.

    Where nothing fits as typed, words spelled alike are tried.
    """
    words = words_of(query)
    if not words:
        return []
    for term in (exact_term(session, words), None):
        tried = term if term is not None else alike_term(session, kind, words)
        if tried is None:
            return []
        found = list(
            session.scalars(
                text(f"{matching(session, kind)} LIMIT :limit"), {"term": tried, "limit": limit}
            )
        )
        if found:
            return found
    return []


def terms(session: Session, kind: Kind, typed: str) -> Iterator[tuple[str | None, bool]]:
    """Yield what to look for until something is found, and whether it is only spelled alike.

    That is the words as typed, and words spelled alike only where nothing at all has those. None
    where nothing was typed; nothing where there is no word in what was typed.
    """
    words = words_of(typed)
    if not words:
        if not typed.strip():
            yield None, False
        return
    exact = exact_term(session, words)
    yield exact, False
    probe = text(f"{matching(session, kind)} LIMIT 1")
    if session.execute(probe, {"term": exact}).first() is None:
        alike = alike_term(session, kind, words)
        if alike is not None:
            yield alike, True


def matching(session: Session, kind: Kind) -> str:
    """Return the statement that selects the ids fitting ``:term``."""
    table = _table(kind)
    if _is_sqlite(session):
        return f"SELECT rowid FROM {table} WHERE {table} MATCH :term"
    return f"SELECT rowid FROM {table} WHERE tokens @@ to_tsquery('simple', :term)"


def exact_term(session: Session, words: Sequence[str]) -> str:
    """Return the term in which every word begins some word of the entry."""
    if _is_sqlite(session):
        return " ".join(f'"{word}"*' for word in words)
    return " & ".join(f"{word}:*" for word in words)


def alike_term(session: Session, kind: Kind, words: Sequence[str]) -> str | None:
    """Return the term in which each word may be one spelled like it; None if one has none."""
    choices = _alike(session, kind, words)
    if not all(choices) or choices == [[word] for word in words]:
        return None
    if _is_sqlite(session):
        return " AND ".join(
            "(" + " OR ".join(f'"{word}"*' for word in options) + ")" for options in choices
        )
    return " & ".join("(" + " | ".join(f"{w}:*" for w in options) + ")" for options in choices)


def _alike(session: Session, kind: Kind, words: Sequence[str]) -> list[list[str]]:
    known = _vocabulary(session, kind)
    return [
        [word]
        if word.isdigit() or any(candidate.startswith(word) for candidate in known)
        else near(word, known)
        for word in words
    ]


def near(word: str, known: Sequence[str]) -> list[str]:
    """Return the words of some that are spelled like one, the nearest first; all are folded."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(
        word,
        known,
        scorer=OSA.distance,
        limit=_ALIKE_LIMIT,
        score_cutoff=1 if len(word) <= _SHORT else 2,
    )
    return [candidate for candidate, _, _ in found]


def _vocabulary(session: Session, kind: Kind) -> list[str]:
    table = _table(kind)
    if _is_sqlite(session):
        statement = text(f"SELECT term FROM {table}_words")
    else:
        statement = text(f"SELECT word FROM ts_stat('SELECT tokens FROM {table}')")
    return [word for word in session.scalars(statement) if not word.isdigit()]


def _table(kind: Kind) -> str:
    return f"search_{kind.value}"


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
