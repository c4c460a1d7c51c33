"""The NHS number and its check digit (modulus 11)."""

_LENGTH = 10
_MODULUS = 11


def clean(text: str) -> str:
    """Return the digits of an NHS number as typed, spaces and hyphens dropped."""
    return "".join(char for char in text if char not in " -\u00a0")


def is_valid(number: str) -> bool:
    """Return whether ten digits carry the right check digit.

    >>> is_valid("9434765919"), is_valid("9434765918"), is_valid("943476591")
    (True, False, False)
    """
    if len(number) != _LENGTH or not (number.isascii() and number.isdigit()):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(_LENGTH, 1, -1), strict=False)
    )
    check = (_MODULUS - total % _MODULUS) % _MODULUS
    return check == int(number[-1])


def spaced(number: str) -> str:
    """Write an NHS number as it is printed.

    >>> spaced("9434765919")
    '943 476 5919'
    """
    return f"{number[:3]} {number[3:6]} {number[6:]}"
