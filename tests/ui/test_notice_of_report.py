"""The notice on a third party's report is seen from the list of reports, as it was issued."""

from dolsdesk.ui.shell import Spot
from tests.services.test_referrals import appointed, reported


def test_a_notice_is_seen_once_there_is_something_to_tell(sight):
    appointed(sight.world)
    page = sight.go(Spot.REFERRALS)
    page.buttons["See the notice"].click()
    sight.settle()
    said = page.paper.pdf.text()
    assert "unauthorised deprivation" in said
    assert "Draft" not in said
    page.paper.accept()


def test_before_that_none_is_offered(sight):
    reported(sight.world)
    page = sight.go(Spot.REFERRALS)
    assert "See the notice" not in page.buttons
