"""Which assessors' form is used: it follows from what is assessed and found (forms.md 4)."""

from collections.abc import Iterable
from enum import StrEnum

from dolsdesk.domain.dols.facts import AssessmentKind

_K = AssessmentKind


class AssessorForm(StrEnum):
    """The forms that assessors fill in; the values are the codes of their templates."""

    F3 = "F3"
    F3A = "F3A"
    F3B = "F3B"
    F4 = "F4"


class Sheet(StrEnum):
    """Who writes: the best interests assessor on Form 3, 3A or 3B, or the doctor on Form 4.

    A sheet becomes the form that its answers make it.
    """

    BEST_INTERESTS = "sheet_best_interests"
    MEDICAL = "sheet_medical"


#: The assessments that may stand on a sheet, in the order of the form.
KINDS = {
    Sheet.BEST_INTERESTS: (_K.AGE, _K.MC, _K.NR, _K.BI),
    Sheet.MEDICAL: (_K.MC, _K.MH, _K.ELIG),
}

#: The assessment whose assessor a sheet belongs to.
LEAD = {Sheet.BEST_INTERESTS: _K.BI, Sheet.MEDICAL: _K.MH}


def form_of(
    sheet: Sheet, *, is_deprivation: bool | None, is_equivalent: bool, kinds: Iterable[_K]
) -> AssessorForm:
    """Return the form that a sheet is, as far as it is filled in.

    Form 3A where the best interests assessor finds no deprivation of liberty; Form 3B where an
    earlier best interests assessment is relied on; else Form 3. The doctor's is Form 4.
    """
    if sheet is Sheet.MEDICAL:
        return AssessorForm.F4
    if _K.BI not in set(kinds):
        return AssessorForm.F3
    if is_equivalent:
        return AssessorForm.F3B
    return AssessorForm.F3A if is_deprivation is False else AssessorForm.F3
