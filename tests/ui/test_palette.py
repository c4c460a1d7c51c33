"""Contrast of every pair of colours that carries words or marks a part (WCAG 2.2)."""

import pytest

from dolsdesk.ui.palette import PALETTES, PART_PAIRS, TEXT_PAIRS, contrast, roles


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_words_can_be_read(name, pair):
    palette = PALETTES[name]
    text, behind = (getattr(palette, role) for role in pair)
    assert contrast(text, behind) >= 4.5, f"{pair} in {name}: {contrast(text, behind):.2f}"


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("pair", PART_PAIRS)
def test_parts_can_be_told_apart(name, pair):
    palette = PALETTES[name]
    part, behind = (getattr(palette, role) for role in pair)
    assert contrast(part, behind) >= 3, f"{pair} in {name}: {contrast(part, behind):.2f}"


def test_every_role_is_a_colour():
    for palette in PALETTES.values():
        for role in roles():
            value = getattr(palette, role)
            assert value.startswith("#")
            assert len(value) == 7
