"""Where a paper may be broken."""

from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.reports import theme
from dolsdesk.reports.bands import Band, Block


def _bands(*heights):
    return [Band(height, f"band {number}") for number, height in enumerate(heights)]


def _paged(block, room):
    """Return the bands of each page, as platypus would lay the block out."""
    pages, height = [], room
    while block is not None:
        parts = block.split(0, height)
        if not parts:
            pages.append([])
            height = theme.FRAME_HEIGHT
            continue
        pages.append(parts[0].bands)
        block = parts[1] if len(parts) > 1 else None
        height = theme.FRAME_HEIGHT
    return pages


@given(
    st.lists(st.floats(min_value=1, max_value=300), min_size=1, max_size=80),
    st.integers(1, 8),
    st.integers(1, 4),
    st.floats(min_value=0, max_value=theme.FRAME_HEIGHT),
)
def test_every_band_is_printed_once_and_no_page_overflows(heights, first, last, room):
    bands, head = _bands(*heights), [Band(10.0, "head")]
    first = min(first, len(bands))
    pages = _paged(Block(bands, first=first, last=last, head=head), room)
    printed = [band for page in pages for band in page if band.paint != "head"]
    assert printed == bands
    for number, page in enumerate(pages):
        limit = room if number == 0 else theme.FRAME_HEIGHT
        assert sum(band.height for band in page) <= limit + 0.001


def test_a_heading_goes_to_the_next_page_with_the_first_lines_under_it():
    heading = Block(_bands(20, 5), first=2)
    block = Block(_bands(*[13] * 40)).under(heading)
    assert block.split(0, 20 + 5 + 13 + 1) == []
    upper, _ = block.split(0, 20 + 5 + 2 * 13 + 1)
    assert len(upper.bands) == 4


def test_the_last_two_lines_of_an_answer_are_never_parted():
    upper, lower = Block(_bands(*[13] * 10)).split(0, 13 * 9 + 1)
    assert len(upper.bands) == 8
    assert len(lower.bands) == 2


def test_a_remark_under_a_table_stays_with_its_last_rows():
    table = Block(_bands(*[13] * 10), last=2)
    upper, lower = table.over(Block(_bands(10), space=3)).split(0, 13 * 10 + 4)
    assert [band.height for band in lower.bands] == [13, 13, 3, 10]
    assert len(upper.bands) == 8


def test_the_head_is_said_again_on_every_further_page():
    head = [Band(10.0, "head")]
    pages = _paged(Block(_bands(*[100] * 20), head=head), 300)
    assert len(pages) > 2
    assert [page[0].paint for page in pages[1:]] == ["head"] * (len(pages) - 1)
