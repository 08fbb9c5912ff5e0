"""Keys and hashes of many names at once: what `fold` does to one, without a call for each.

The names of a batch are joined into one text whose characters are folded as an array of numbers.
The few names that need more than a character for a character (initialisms, ligatures, marks that
do not stand in one character with their letter) go through `fold` one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.names import ARTICLES, SHORT_WORDS, bare, fold, fold_char

__all__ = [
    "PREFIX_BYTES",
    "bare_many",
    "fold_many",
    "hash_names",
    "key_hash",
    "key_hashes",
    "keys_and_hashes",
    "prefix_range",
]

PREFIX_BYTES = 4
# So many names stay in the processor's cache from pass to pass.
_AT_ONCE = 4096
_CODES = 1 << 16
_UNKNOWN, _DROPPED, _ALONE = 0x110000, 0x110001, 0x110002
_BREAK, _SPACE = 10, 32
_SHORTEST_PLAIN = 4
_ASCII_END = 128
# Letters in their own right that yet melt with the one before: a few Indic vowels, Korean jamo.
_MELTING = frozenset(
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u0fb5\u0fb7\u102e\u1b35"
) | frozenset(map(chr, (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))))
_MULTIPLIER = 0x9E3779B97F4A7C15
_ALL_BITS = (1 << 64) - 1
_SIGN = np.uint64(1 << 63)
_HALF = np.uint64(32)
_ARTICLE = re.compile(rf"([ \n])(?:{'|'.join(sorted(ARTICLES))})(?=[ \n])")


def fold_many(names: Sequence[str]) -> list[str]:
    """Return `fold` of each name, in their order."""
    parts = range(0, len(names), _AT_ONCE)
    return [key for at in parts for key in _folded(names[at : at + _AT_ONCE]).split("\n")]


def bare_many(keys: Sequence[str]) -> list[str]:
    """Return `bare` of each key, in their order."""
    text = "\n".join(keys)
    if " " not in text:
        return list(keys)
    short = _ARTICLE.sub(r"\1", f"\n{text}\n").replace(" ", "")[1:-1].split("\n")
    return [found or bare(key) for found, key in zip(short, keys, strict=True)]


def hash_names(names: Sequence[str]) -> NDArray[np.int64]:
    """Return `key_hashes` of the keys of names, without making the keys one by one."""
    parts = range(0, len(names), _AT_ONCE)
    hashes = [_hash_lines(_folded(names[at : at + _AT_ONCE])) for at in parts]
    return np.concatenate(hashes) if hashes else np.empty(0, np.int64)


def keys_and_hashes(names: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the keys of names and their `key_hashes`."""
    keys: list[str] = []
    hashes = [np.empty(0, np.int64)]
    for at in range(0, len(names), _AT_ONCE):
        text = _folded(names[at : at + _AT_ONCE])
        keys += text.split("\n")
        hashes.append(_hash_lines(text))
    return keys, np.concatenate(hashes)


def key_hashes(keys: Sequence[str]) -> NDArray[np.int64]:
    """Return a 64-bit hash of each key, ordered like the keys' first bytes.

    The upper half is the key's first four bytes, so that the keys with one beginning lie side by
    side; the lower half is of a polynomial over all bytes (multiplicative hashing modulo 2**64,
    Knuth, TAOCP 3, 6.4), the same on every machine.

    Parameters
    ----------
    keys
        Keys as `fold` makes them: without line breaks.
    """
    parts = range(0, len(keys), _AT_ONCE)
    hashes = [_hash_lines("\n".join(keys[at : at + _AT_ONCE])) for at in parts]
    return np.concatenate(hashes) if hashes else np.empty(0, np.int64)


def _folded(names: Sequence[str]) -> str:
    """Return the keys of names as lines of one text."""
    text = "\n".join(names)
    if text.count("\n") != len(names) - 1:
        return "\n".join(map(fold, names))
    codes = np.frombuffer(f"{text}\n".encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = _fold_codes(codes)
    ends = np.flatnonzero(codes == _BREAK)
    alone = np.searchsorted(ends, np.flatnonzero(folded == _ALONE))
    starts = np.append(-1, ends[:-1]) + 1
    spaced = (codes[starts] == _SPACE) | (codes[np.maximum(ends - 1, 0)] == _SPACE)
    # A short name in capitals is an initialism: "US" is no "us".
    initials = (ends - starts < _SHORTEST_PLAIN) & (codes[starts] < _ASCII_END)
    short = np.flatnonzero(initials | spaced)
    kept = _tidied(folded).tobytes().decode("utf-32-le", "surrogatepass")
    lines = _with_short_words(f"\n{kept}")[1:-1].split("\n")
    for at in (*np.unique(alone).tolist(), *short.tolist()):
        lines[at] = fold(names[at])
    return "\n".join(lines)


def _fold_codes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return what each character becomes; above the first plane each is looked at alone."""
    table = _table()
    low = np.minimum(codes, _CODES)
    folded = table[low]
    unknown = np.flatnonzero(folded == _UNKNOWN)
    if len(unknown):
        for code in np.unique(low[unknown]).tolist():
            table[code] = _code_folding(chr(code))
        folded[unknown] = table[low[unknown]]
    return folded


@cache
def _table() -> NDArray[np.uint32]:
    """Return the folding by character, filled as characters come up."""
    table = np.full(_CODES + 1, _UNKNOWN, np.uint32)
    table[_CODES] = _ALONE
    table[_BREAK] = _BREAK
    table[ord(".")] = _ALONE
    return table


def _code_folding(char: str) -> int:
    """Return the number of what a character becomes, or that its name must be folded alone."""
    joined = unicodedata.combining(char) or char in _MELTING
    if joined or not unicodedata.is_normalized("NFC", char):
        return _ALONE
    folded = fold_char(char)
    if len(folded) > 1 or (char.isspace() and char != " "):
        return _ALONE
    return ord(folded) if folded else _DROPPED


def _tidied(folded: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the characters without dropped ones, with single spaces, and none at a line's end."""
    folded = folded[(folded != _DROPPED) & (folded != _ALONE)]
    space = folded == _SPACE
    if not space.any():
        return folded
    edge = space | (folded == _BREAK)
    before = np.empty_like(edge)
    before[0], before[1:] = True, edge[:-1]
    after = np.empty_like(edge)
    after[-1], after[:-1] = True, folded[1:] == _BREAK
    tidy = folded[~(space & (before | after))]
    # A line that ends in several spaces keeps the first of them: take it away as well.
    last = (tidy[:-1] == _SPACE) & (tidy[1:] == _BREAK)
    return np.delete(tidy, np.flatnonzero(last)) if last.any() else tidy


def _with_short_words(text: str) -> str:
    """Return the lines with "st" for "saint" and the like, but never as a name's last word."""
    for long, short in SHORT_WORDS.items():
        text = text.replace(f"\n{long} ", f"\n{short} ")
        while f" {long} " in text:
            text = text.replace(f" {long} ", f" {short} ")
    return text


def _hash_lines(text: str) -> NDArray[np.int64]:
    data = np.frombuffer(f"{text}\n".encode("utf-8", "surrogatepass"), np.uint8)
    ends = np.flatnonzero(data == _BREAK)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    lengths = ends - starts
    at = np.arange(len(data)) - np.repeat(starts, lengths + 1)
    powers = np.cumprod(np.full(int(lengths.max()) + 1, _MULTIPLIER, np.uint64))
    sums = np.add.reduceat(_byte_values()[data] * powers[at], starts)
    sums ^= sums >> _HALF
    sums *= np.uint64(_MULTIPLIER)
    first = np.zeros(len(ends), np.uint64)
    for step in range(PREFIX_BYTES):
        byte = np.where(step < lengths, data[np.minimum(starts + step, ends)], 0)
        first = first << np.uint64(8) | byte.astype(np.uint64)
    return ((first << _HALF | sums >> _HALF) ^ _SIGN).view(np.int64)


@cache
def _byte_values() -> NDArray[np.uint64]:
    """Return a well mixed number for each byte (the finaliser of MurmurHash3)."""
    values = np.arange(1, 257, dtype=np.uint64) * np.uint64(_MULTIPLIER)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    return values


@cache
def _byte_numbers() -> list[int]:
    return [int(value) for value in _byte_values()]


def key_hash(key: str) -> int:
    """Return what `key_hashes` gives for one key: quicker for one, slower for many."""
    data = key.encode("utf-8", "surrogatepass")
    values, total = _byte_numbers(), 0
    for byte in reversed(data + b"\n"):
        total = (total + values[byte]) * _MULTIPLIER & _ALL_BITS
    total = (total ^ total >> 32) * _MULTIPLIER & _ALL_BITS
    first = int.from_bytes(data[:PREFIX_BYTES].ljust(PREFIX_BYTES, b"\0"), "big")
    return (first << 32 | total >> 32) - (1 << 63)


def prefix_range(prefix: str) -> tuple[int, int]:
    """Return the first and the last hash that a key with this beginning may have."""
    data = prefix.encode("utf-8", "surrogatepass")[:PREFIX_BYTES]
    low = int.from_bytes(data.ljust(8, b"\0"), "big")
    high = int.from_bytes(data.ljust(8, b"\xff"), "big")
    return low - (1 << 63), high - (1 << 63)
