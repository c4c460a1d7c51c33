"""A small writer of OLE storages ([MS-CFB]), so that tests have Outlook's files of their own.

Sectors have 512 bytes, streams under 4,096 bytes lie in the mini stream; siblings hang on one
another to the right, which readers accept.
"""

import itertools
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5

Tree = Mapping[str, Any]


def storage(tree: Tree) -> bytes:
    """Return a storage; a value is the bytes of a stream or a storage within."""
    return _Writer(tree).content()


class _Writer:
    def __init__(self, tree: Tree) -> None:
        self.entries: list[list[Any]] = [["Root Entry", _ROOT, _FREE, _FREE, b""]]
        self._add(0, tree)

    def _add(self, parent: int, tree: Tree) -> None:
        """Add what is in a storage; each has a name, a kind, its right sibling, its first child."""
        numbers = []
        for name in sorted(tree, key=lambda one: (len(one), one.upper())):
            value = tree[name]
            is_stream = isinstance(value, bytes)
            kind = _STREAM if is_stream else _STORAGE
            self.entries.append([name, kind, _FREE, _FREE, value if is_stream else b""])
            numbers.append(len(self.entries) - 1)
        for number, following in itertools.pairwise(numbers):
            self.entries[number][2] = following
        if numbers:
            self.entries[parent][3] = numbers[0]
        for number in numbers:
            if self.entries[number][1] == _STORAGE:
                self._add(number, tree[self.entries[number][0]])

    def content(self) -> bytes:
        sectors: list[bytes] = []
        fat: list[int] = []

        def put(data: bytes) -> int:
            """Put data into sectors of their own and return the first."""
            if not data:
                return _END
            first = len(sectors)
            for at in range(0, len(data), _SECTOR):
                sectors.append(data[at : at + _SECTOR].ljust(_SECTOR, b"\0"))
                fat.append(len(sectors))
            fat[-1] = _END
            return first

        mini, mini_fat = b"", []
        starts = []
        for _name, kind, _right, _child, data in self.entries:
            if kind != _STREAM or not data:
                starts.append(_END if kind != _STORAGE else 0)
            elif len(data) < _CUTOFF:
                starts.append(len(mini_fat))
                for at in range(0, len(data), _MINI):
                    mini += data[at : at + _MINI].ljust(_MINI, b"\0")
                    mini_fat.append(len(mini_fat) + 1)
                mini_fat[-1] = _END
            else:
                starts.append(put(data))
        starts[0] = put(mini)
        numbers = mini_fat + [_FREE] * (-len(mini_fat) % (_SECTOR // 4))
        mini_fat_at = put(struct.pack(f"<{len(numbers)}I", *numbers))
        directory_at = put(self._directory(starts, len(mini)))
        count = 1
        while (len(fat) + count) * 4 > count * _SECTOR:
            count += 1
        fat_at = len(sectors)
        fat += [_FAT_SECTOR] * count
        fat += [_FREE] * (count * _SECTOR // 4 - len(fat))
        put(struct.pack(f"<{len(fat)}I", *fat))
        named = [*range(fat_at, fat_at + count)]
        header = struct.pack(
            "<8s16xHHHHH6xIIIIIIIII",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory_at, 0,
            _CUTOFF, mini_fat_at, len(numbers) * 4 // _SECTOR, _END, 0,
        )  # fmt: skip
        header += struct.pack("<109I", *(named + [_FREE] * (109 - count)))
        return header + b"".join(sectors)

    def _directory(self, starts: list[int], mini_size: int) -> bytes:
        made = b""
        for (name, kind, right, child, data), start in zip(self.entries, starts, strict=True):
            written = name.encode("utf-16-le")
            size = mini_size if kind == _ROOT else len(data)
            made += struct.pack(
                "<64sHBBIII16xI8x8xIQ",
                written, len(written) + 2, kind, 1, _FREE, right, child, 0, start, size,
            )  # fmt: skip
        blank = struct.pack("<64sHBBIII16xI8x8xIQ", b"", 0, 0, 0, _FREE, _FREE, _FREE, 0, 0, 0)
        while len(made) % _SECTOR:
            made += blank
        return made


def message(
    *, sender: str, address: str, to: str, subject: str, body: str, sent: datetime | None,
    attached: Mapping[str, bytes] | None = None, within: Tree | None = None, is_root: bool = True,
) -> Tree:  # fmt: skip
    """Return the storage of an e-mail as Outlook lays it out; ``within`` is one it brings."""

    def named(number: str, words: str) -> dict[str, bytes]:
        return {f"__substg1.0_{number}001F": words.encode("utf-16-le")}

    properties = b"\0" * (32 if is_root else 24)
    if sent is not None:
        counted = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        properties += struct.pack("<HHIQ", 0x0040, 0x0039, 6, counted)
    tree: dict[str, Any] = {
        "__properties_version1.0": properties,
        **named("001A", "IPM.Note"), **named("0C1A", sender), **named("5D01", address),
        **named("0E04", to), **named("0037", subject), **named("1000", body),
    }  # fmt: skip
    number = 0
    for name, content in (attached or {}).items():
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": b"\0" * 8,
            **named("3707", name),
            "__substg1.0_37010102": content,
        }
        number += 1
    if within is not None:
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": b"\0" * 8, "__substg1.0_3701000D": within,
        }  # fmt: skip
    return tree
