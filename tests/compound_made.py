"""Compound files written by hand, as Outlook keeps its messages: small streams, one after the other, in one mini stream."""

import struct
from datetime import UTC, datetime

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
MINI, SECTOR = 64, 512
Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """The file of these streams (bytes) and folders; each stream goes into the mini stream, so it is shorter than 4,096."""
    mini, chain, entries = bytearray(), [], [["Root Entry", ROOT, NONE, NONE, 0, 0]]

    def write(folder: Tree, above: int) -> None:
        before = None
        for name in sorted(folder, key=lambda each: (len(each), each.upper())):
            held, number = folder[name], len(entries)
            entry = [name, STORAGE, NONE, NONE, 0, 0]
            entries.append(entry)
            if before is None:
                entries[above][3] = number
            else:
                entries[before][2] = number  # the next beside it: a tree that leans to the right
            before = number
            if isinstance(held, dict):
                write(held, number)
                continue
            assert len(held) < 4096
            first, count = len(chain), -(-len(held) // MINI)
            mini.extend(held.ljust(count * MINI, b"\0"))
            chain.extend([*range(first + 1, first + count), END] if count else [])
            entry[1], entry[4], entry[5] = STREAM, first if count else END, len(held)

    write(tree, 0)
    directory = b"".join(_entry(*each) for each in entries)
    parts = [_whole(directory), _whole(bytes(mini)), _whole(struct.pack(f"<{len(chain)}I", *chain), FREE)]
    starts, fat = [], [FAT_SECTOR]
    for part in parts:
        starts.append(len(fat))
        count = len(part) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), END] if count else []
    assert len(fat) <= SECTOR // 4
    data = bytearray(parts[0])
    struct.pack_into("<IQ", data, 116, starts[1] if mini else END, len(mini))
    head = MAGIC + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, starts[0], 0, 4096, starts[2] if chain else END,
        len(parts[2]) // SECTOR, END, 0, 0,
    )  # fmt: skip
    return (
        head.ljust(SECTOR, b"\xff")
        + _whole(struct.pack(f"<{len(fat)}I", *fat), FREE)
        + bytes(data)
        + parts[1]
        + parts[2]
    )


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return wide.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI16xIQ", len(wide), kind, 1, NONE, right, child, 0, start, size
    )  # fmt: skip


def _whole(data: bytes, filler: int | None = None) -> bytes:
    fill = b"\0" if filler is None else b"\xff"
    return data.ljust(-(-len(data) // SECTOR) * SECTOR, fill)


def told(**texts: str) -> Tree:
    """Properties that are texts, by their names in hexadecimal: _0037="Boats burn"."""
    return {f"__substg1.0_{name[1:]}001F": text.encode("utf-16-le") for name, text in texts.items()}


def fixed(when: datetime | None = None, codepage: int = 65001, header: int = 32) -> Tree:
    """The stream of the properties of fixed size: the moment of sending, and the character set."""
    entries = struct.pack("<HHIQ", 0x0003, 0x3FFD, 6, codepage) + struct.pack("<HHIQ", 0x0003, 0x3FDE, 6, codepage)
    if when is not None:
        ticks = int((when - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        entries += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    return {"__properties_version1.0": bytes(header) + entries}
