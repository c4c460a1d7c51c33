"""Everything that can be done with a case beside its own pages, one module per subject.

A module has ``OFFERS``; whoever adds a subject adds it to the table here.
"""

from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.offers import (
    authority,
    closing,
    finding,
    requesting,
    residence,
    reviewing,
)

OFFERS: tuple[Offer, ...] = (
    *requesting.OFFERS,
    *closing.OFFERS,
    *residence.OFFERS,
    *authority.OFFERS,
    *reviewing.OFFERS,
    *finding.OFFERS,
)
