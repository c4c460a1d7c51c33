"""Colours by role, one set per theme. Contrast is measured by a test, not by eye."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours named for what they are for."""

    name: str
    window: str  # behind everything
    surface: str  # cards, tables, fields
    raised: str  # headings of tables, hovered rows
    rail: str  # the places on the left
    rail_text: str
    rail_selected: str
    text: str
    muted: str  # labels and second lines
    line: str  # hairlines that separate
    border: str  # edges of controls
    accent: str  # the main action, selected things
    accent_text: str  # on accent
    accent_soft: str  # a selected row
    focus: str  # the ring round what has the keyboard
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    info: str
    info_soft: str
    urgent: str  # bars of the authority timeline
    extension: str
    standard: str
    court: str
    gap: str


LIGHT = Palette(
    name="light",
    window="#f3f5f7",
    surface="#ffffff",
    raised="#f7f9fa",
    rail="#16303a",
    rail_text="#d5e1e6",
    rail_selected="#24505f",
    text="#17232b",
    muted="#52626d",
    line="#dbe2e7",
    border="#7d8d98",
    accent="#0b6478",
    accent_text="#ffffff",
    accent_soft="#e0f0f3",
    focus="#1668c1",
    danger="#a4221a",
    danger_soft="#fdeceb",
    warning="#7a4b00",
    warning_soft="#fff3db",
    good="#1c653a",
    good_soft="#e6f4ea",
    info="#1b5380",
    info_soft="#e6f0f9",
    urgent="#b06a00",
    extension="#8a5a17",
    standard="#1f7a55",
    court="#4a4f9e",
    gap="#b3261e",
)

DARK = Palette(
    name="dark",
    window="#10181d",
    surface="#182329",
    raised="#1f2c33",
    rail="#0b1215",
    rail_text="#c3d0d6",
    rail_selected="#1d3d48",
    text="#e8eef1",
    muted="#a9b8c0",
    line="#2b3a42",
    border="#76868f",
    accent="#4fb3c8",
    accent_text="#06181d",
    accent_soft="#16353e",
    focus="#7cc0ff",
    danger="#ff9d94",
    danger_soft="#3c1f1e",
    warning="#f3c36b",
    warning_soft="#37290f",
    good="#7fd39f",
    good_soft="#17321f",
    info="#8fc4f2",
    info_soft="#172c3d",
    urgent="#e0a33f",
    extension="#b98a45",
    standard="#4cb487",
    court="#a3a8f0",
    gap="#ff7b70",
)

CONTRAST = Palette(
    name="contrast",
    window="#000000",
    surface="#000000",
    raised="#1a1a1a",
    rail="#000000",
    rail_text="#ffffff",
    rail_selected="#003f4d",
    text="#ffffff",
    muted="#ffffff",
    line="#8c8c8c",
    border="#ffffff",
    accent="#ffe14d",
    accent_text="#000000",
    accent_soft="#333000",
    focus="#00e5ff",
    danger="#ffa39c",
    danger_soft="#000000",
    warning="#ffd24d",
    warning_soft="#000000",
    good="#8dffb0",
    good_soft="#000000",
    info="#9fd6ff",
    info_soft="#000000",
    urgent="#ffc14d",
    extension="#d9a441",
    standard="#7dffb8",
    court="#c9ccff",
    gap="#ff6a5e",
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK, CONTRAST)}

#: Pairs of roles that carry text, and pairs that only mark a part; a test measures each.
TEXT_PAIRS = (
    ("text", "window"), ("text", "surface"), ("text", "raised"), ("text", "accent_soft"),
    ("muted", "window"), ("muted", "surface"), ("muted", "raised"), ("muted", "accent_soft"),
    ("rail_text", "rail"), ("rail_text", "rail_selected"), ("accent_text", "accent"),
    ("accent", "surface"), ("accent", "window"), ("danger", "surface"), ("danger", "danger_soft"),
    ("danger", "window"), ("warning", "surface"), ("warning", "warning_soft"),
    ("good", "surface"), ("good", "good_soft"), ("info", "surface"), ("info", "info_soft"),
    ("danger", "accent_soft"), ("warning", "accent_soft"), ("good", "accent_soft"),
)  # fmt: skip
PART_PAIRS = (
    ("border", "surface"), ("border", "window"), ("focus", "surface"), ("focus", "window"),
    ("urgent", "surface"), ("extension", "surface"), ("standard", "surface"), ("court", "surface"),
    ("gap", "surface"),
)  # fmt: skip


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2).

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def roles() -> tuple[str, ...]:
    """Return the names of all roles that are colours."""
    return tuple(field.name for field in fields(Palette) if field.name != "name")
