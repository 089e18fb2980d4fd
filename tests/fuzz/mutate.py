"""Valid files broken in ways that parsers dislike: cut, flipped, spliced, repeated, nested, and with hostile strings."""

import gzip
import re
from collections.abc import Callable
from random import Random

from hostile import HOSTILE

from fuzz.samples import samples, zipped

LARGEST = 200_000
"""Bytes that a mutation makes at most."""

_TOKEN = re.compile(rb"<[^<>]{1,60}>|[\[{(\"'&;:,\t\n]|--\w+|- |\d+ 0 obj|\w+:")
_NUMBER = re.compile(rb"\d+")
_NUMBERS = [b"0", b"-1", b"1e999", b"NaN", b"255", b"65536", b"2147483648", b"18446744073709551616", b"9" * 5_000]
_BYTES = [
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\x1b[31m",
    b"\x80",
    b"\xed\xa0\x80",
    b"\x85",
]
_CODECS = ["utf-16", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037"]
_SYNTAX = [
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>", b"&b;", b"&#0;", b"&#x110000;", b"&#xD800;", b"<![CDATA[", b"]]>",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<?xml version='1.1'?>", b"<!--", b"-->", b"<meta charset=utf-16>", b"<base href=x>",
    b"!!python/object/apply:os.system [x]", b"!!binary |", b"&a [*a]", b"*a", b"? [a]", b"<<: *b", b"%YAML 1.2\n---\n", b"--- \n...\n",
    b"{\"$ref\": 1}", b"\\ud800", b"\\u0000", b"null", b"true", b"[]", b"{}", b"1e400", b"\"\"\"", b"sep=\x00\n", b"date: ", b"2021-02-30", b"9999-12-31",
    b"Content-Type: multipart/mixed; boundary=b1\n\n", b"Content-Type: text/html; charset=punycode\n\n", b"Content-Transfer-Encoding: x-uuencode\n",
    b"=?utf-8?b?////?=", b"/Filter /FlateDecode", b"/Kids [1 0 R]", b"/Parent 1 0 R", b"<< /Type /Pages /Count -1 >>", b"endstream", b"xref\n0 1\n",
    b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PAR1", b"\x1f\x8b\x08\x00", b"../../x.txt", b"C:\\x.txt", b"\n", b"\r\n", b"\t",
]  # fmt: skip


def mutated(dice: Random, ending: str) -> bytes:
    """Return a broken file of a format; now and then one that is whole, or sound but for what is packed in it."""
    if ending in (".gz", ".zip") and dice.random() < 0.6:
        data = _packed(dice, ending)
        return data if dice.random() < 0.7 else _broken(dice, data, ending)
    return _broken(dice, dice.choice(samples()[ending]), ending)


def again(dice: Random, data: bytes, ending: str) -> bytes:
    """Return the bytes with one more thing wrong with them."""
    return dice.choice(_WAYS)(dice, data, ending)[:LARGEST]


def _broken(dice: Random, data: bytes, ending: str) -> bytes:
    for _ in range(dice.choice([0, 1, 1, 1, 2, 3, 5, 9])):
        data = again(dice, data, ending)
    return data


def _packed(dice: Random, ending: str) -> bytes:
    kinds = [kind for kind in samples() if kind not in (".gz", ".zip")]
    if ending == ".gz":
        return gzip.compress(mutated(dice, dice.choice([".txt", ".jsonl", ".html"])), mtime=0)
    chosen = dice.choices(kinds, k=dice.randint(0, 4))
    return zipped({_name(dice) + kind: mutated(dice, kind) for kind in chosen})


def _name(dice: Random) -> str:
    name = dice.choice([*HOSTILE, "../../x", "/x", "C:\\x", "a/./b", "a\x1bb"])[:200]
    return name.encode("utf-8", "replace").decode().replace("\0", "") + str(dice.randrange(3))


def _spot(dice: Random, data: bytes) -> int:
    return dice.randint(0, len(data))


def _span(dice: Random, data: bytes) -> tuple[int, int]:
    start = _spot(dice, data)
    return start, min(len(data), start + int(len(data) * dice.random() ** 4) + 1)


def _truncate(dice: Random, data: bytes, ending: str) -> bytes:
    at = _spot(dice, data)
    return data[:at] if dice.random() < 0.7 else data[at:]


def _flip(dice: Random, data: bytes, ending: str) -> bytes:
    broken = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8, 64]) if broken else 0):
        broken[dice.randrange(len(broken))] = dice.choice([dice.randrange(256), 0, 255, 0x80, 0x0A, 0x3C])
    return bytes(broken)


def _delete(dice: Random, data: bytes, ending: str) -> bytes:
    start, end = _span(dice, data)
    return data[:start] + data[end:]


def _repeat(dice: Random, data: bytes, ending: str) -> bytes:
    start, end = _span(dice, data)
    times = min(dice.choice([2, 3, 30, 1_000]), LARGEST // (end - start + 1) + 2)
    return data[:start] + data[start:end] * times + data[end:]


def _splice(dice: Random, data: bytes, ending: str) -> bytes:
    other = dice.choice(samples()[dice.choice([ending, dice.choice(list(samples()))])])
    start, end = _span(dice, other)
    at = _spot(dice, data)
    return data[:at] + other[start:end] + data[at if dice.random() < 0.5 else end :]


def _nest(dice: Random, data: bytes, ending: str) -> bytes:
    """Repeat something that opens, where it stands."""
    found = list(_TOKEN.finditer(data[:20_000]))
    if not found:
        return data
    token = dice.choice(found)
    return data[: token.start()] + token[0] * dice.choice([2, 100, 3_000, 30_000]) + data[token.end() :]


def _hostile(dice: Random, data: bytes, ending: str) -> bytes:
    """Put a hostile string somewhere, or between two marks in the place of what is there."""
    new = dice.choice(HOSTILE)[:2_000].encode(dice.choice(["utf-8", "utf-8", "utf-16-le"]), "surrogatepass")
    found = list(_TOKEN.finditer(data[:20_000]))
    if len(found) > 1 and dice.random() < 0.6:
        at = dice.randrange(len(found) - 1)
        return data[: found[at].end()] + new + data[found[at + 1].start() :]
    return _insert(dice, data, new)


def _syntax(dice: Random, data: bytes, ending: str) -> bytes:
    return _insert(dice, data, dice.choice([*_SYNTAX, *_BYTES]))


def _insert(dice: Random, data: bytes, new: bytes) -> bytes:
    at = dice.choice([0, len(data), _spot(dice, data), _spot(dice, data)])
    return data[:at] + new + data[at:]


def _number(dice: Random, data: bytes, ending: str) -> bytes:
    found = list(_NUMBER.finditer(data[:20_000]))
    if not found:
        return data
    number = dice.choice(found)
    return data[: number.start()] + dice.choice(_NUMBERS) + data[number.end() :]


def _recode(dice: Random, data: bytes, ending: str) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(_CODECS), "replace")


def _noise(dice: Random, data: bytes, ending: str) -> bytes:
    return dice.randbytes(dice.choice([0, 1, 40, 3_000]))


_Way = Callable[[Random, bytes, str], bytes]
_WAYS: list[_Way] = [
    _truncate, _truncate, _flip, _flip, _delete, _repeat, _splice, _splice, _nest, _nest, _hostile, _hostile, _hostile,
    _syntax, _syntax, _syntax, _number, _number, _recode, _noise,
]  # fmt: skip
