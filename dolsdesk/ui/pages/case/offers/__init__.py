"""Everything that can be done with a case beside its own pages, one module per subject.

A module has ``OFFERS``; whoever adds a subject adds it to the table here.
"""

from dolsdesk.ui.pages.case.offer import Offer
from dolsdesk.ui.pages.case.offers import (
    advocating,
    asking_lawyers,
    authority,
    closing,
    conditions,
    correcting,
    court,
    fees,
    finding,
    noting,
    objecting,
    representing,
    requesting,
    residence,
    reviewing,
    visiting,
    waiting,
)

OFFERS: tuple[Offer, ...] = (
    *requesting.OFFERS,
    *waiting.OFFERS,
    *correcting.OFFERS,
    *closing.OFFERS,
    *residence.OFFERS,
    *authority.OFFERS,
    *reviewing.OFFERS,
    *representing.OFFERS,
    *advocating.OFFERS,
    *objecting.OFFERS,
    *court.OFFERS,
    *asking_lawyers.OFFERS,
    *conditions.OFFERS,
    *finding.OFFERS,
    *noting.OFFERS,
    *visiting.OFFERS,
    *fees.OFFERS,
)
