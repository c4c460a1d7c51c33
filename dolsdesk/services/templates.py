"""Finds the template of a paper in the pack it belongs to."""

from dolsdesk import resources
from dolsdesk.domain.forms.spec import Form, parse

#: Packs in the order in which a code is looked for: the council's forms, then those of the
#: re-screening that followed the judgment of 2 June 2026.
PACKS = ("ADASS-2018", "AGNI-2026")


def template(code: str) -> Form:
    """Return the template of a paper.

    Raises:
        FileNotFoundError: no pack has a paper of that code.
    """
    held = (f"forms/{pack}/{code}.toml" for pack in PACKS)
    found = [name for name in held if name in resources.names(name.rpartition("/")[0], ".toml")]
    if not found:
        raise FileNotFoundError(f"no template for {code}")
    return parse(resources.text(found[0]))
