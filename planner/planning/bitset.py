"""Sets of small numbers as one whole number, a bit for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def union(sets: Iterable[int]) -> int:
    """Return the set that has the bits of all of ``sets``."""
    found = 0
    for one in sets:
        found |= one
    return found


def common(sets: Iterable[int]) -> int:
    """Return the set of the bits that all of ``sets`` have; of none, all there are.

    >>> common([0b0110, 0b0011])
    2
    """
    found = -1
    for one in sets:
        found &= one
    return found
