"""What the texts themselves name: another test, another day, somebody else; and what was copied."""

import re
from collections.abc import Iterator

from dolsdesk.domain import text
from dolsdesk.domain.dols.consistency.clash import Clash
from dolsdesk.domain.dols.consistency.written import Written
from dolsdesk.domain.dols.legal_test import OLD_TEST
from dolsdesk.domain.problems import Problem
from dolsdesk.domain.typed_dates import NotADate, parse_date
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId

_OLD = re.compile(r"\bacid test\b|\bcheshire west\b|\bUKSC 19\b", re.IGNORECASE)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SAW_ON = re.compile(
    rf"\b(?:I (?:visited|saw|met|assessed)|my visit)\b[^.;\n]{{0,160}}?\bon (?:\w+day,? )?"
    rf"(?P<on>\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS}) \d{{4}})",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? (?P<name>[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+)")


def other_test(form: Written, book: RuleBook) -> Iterator[Problem]:
    """Yield a text that rests on the test before the one in force (after-agni.md 4.12)."""
    now = book.value(RuleId.LEGAL_TEST, on=form.as_at).code
    if form.bi is None or now == OLD_TEST:
        return
    for field, said in form.texts:
        if _OLD.search(said):
            yield Clash.TEXT_NAMES_OLD_TEST.problem(field=field, text=_OLD.search(said)[0])  # type: ignore[index]
            return


def other_day(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a text that names a visit on a day the form does not know."""
    known = {one.visited_on for one in form.found.values()}
    known |= {one.carried_out_on for one in form.found.values()}
    known |= {sign.seen_on for sign in form.test.evidence} if form.test else set()
    if not any(one.visited_on for one in form.found.values()):
        return
    for field, said in form.texts:
        for named in _SAW_ON.finditer(said):
            try:
                on = parse_date(_ORDINAL.sub("", named["on"]), today=form.as_at)
            except NotADate:
                continue
            if on is not None and on not in known:
                yield Clash.TEXT_NAMES_OTHER_DATE.problem(field=field, on=on)
                return


def somebody_else(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield a text that speaks of somebody whom neither the form nor the case knows."""
    known = {word for name in form.names for word in text.fold(name).split()}
    for field, said in form.texts:
        for named in _TITLED.finditer(said):
            words = text.fold(re.sub(r"['’]s$", "", named["name"])).split()
            if words and not known & set(words):
                yield Clash.TEXT_NAMES_SOMEBODY_ELSE.problem(field=field, name=named.group(0))
                return


#: Texts about what the person wants today, which no earlier assessment can say.
_FRESH = frozenset({"wishes", "how_objects", "situation", "test_reasons"})
_ALL = 100


def copied(form: Written, _book: RuleBook) -> Iterator[Problem]:
    """Yield what the person wants today, taken over word for word from an earlier assessment."""
    for one in form.found.values():
        for text_ in one.copied:
            if text_.field in _FRESH and text_.percent == _ALL:
                yield Clash.COPIED_WORD_FOR_WORD.problem(field=text_.field, text=text_.source)
                return
