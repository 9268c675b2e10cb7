"""Deflating texts, most of them short: with a window of their size, because making room for a large one takes longer than the work."""

from __future__ import annotations

import zlib

_SHORT = 1 << 12
_BEST_FOR_SHORT, _FASTEST = 6, 1
_SMALLEST_WINDOW, _LARGEST_WINDOW = 10, 15
_WINDOW_TO_MEMORY = 7
"""zlib's own proportion: its default is a window of 15 bits with memory level 8."""


def deflated(body: bytes) -> bytes:
    """Return the bytes in the zlib format (RFC 1950)."""
    window = min(max(len(body).bit_length(), _SMALLEST_WINDOW), _LARGEST_WINDOW)
    level = _BEST_FOR_SHORT if len(body) <= _SHORT else _FASTEST
    compressor = zlib.compressobj(level, zlib.DEFLATED, window, window - _WINDOW_TO_MEMORY)
    return compressor.compress(body) + compressor.flush()


def inflated(body: bytes) -> bytes:
    """Return what was deflated; raise ValueError when it was not."""
    try:
        return zlib.decompress(body)
    except zlib.error as error:
        raise ValueError(str(error)) from error
