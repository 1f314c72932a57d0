"""The container of a signature (CMS), from a mould: only two places in it differ from file to file.

Building 2 KB of ASN.1 object by object cost two thirds of the time of signing. The mould is what
pyHanko builds; a cast has the same bytes that pyHanko would have built.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from asn1crypto import parser

#: Stands for the digest of the file in a mould; as long as one.
MARK = sha256(b"the digest of a file").digest()
_SET, _OCTETS = 0x31, 0x04
#: From a container down to its signature, the last leaf of the tree.
_DEPTH = 5


class NoMould(ValueError):
    """The container does not have the shape from which a mould can be taken."""


@dataclass(frozen=True)
class Mould:
    """``heads``: (tag, everything before the last child) from the outside to the inside."""

    heads: tuple[tuple[int, bytes], ...]
    attributes: bytes

    @classmethod
    def of(cls, container: bytes) -> "Mould":
        """Raises :class:`NoMould` when something follows the signature, such as a timestamp."""
        heads, rest = [], container
        for _level in range(_DEPTH):
            children = _children(_parsed(rest)[1])
            if not children:
                raise NoMould("no signature where one was expected")
            heads.append((rest[0], b"".join(children[:-1])))
            attributes, rest = children[3:4], children[-1]
        if rest[0] != _OCTETS or not attributes or MARK not in attributes[0]:
            raise NoMould("another shape than a single signature over signed attributes")
        return cls(tuple(heads), attributes[0])

    def cast(self, digest: bytes, sign: Callable[[bytes], bytes]) -> bytes:
        """The container for a file of this ``digest``."""
        attributes = self.attributes.replace(MARK, digest)
        # RFC 5652 5.4: signed is the set, not the implicit tag it carries inside.
        signature = sign(bytes([_SET]) + attributes[1:])
        body = _encoded(_OCTETS, signature)
        for tag, head in reversed(self.heads):
            body = _encoded(tag, head.replace(MARK, digest) + body)
        return body


def _parsed(content: bytes) -> tuple[bytes, bytes]:
    """(header, contents)"""
    _class, _method, _tag, header, inside, _trailer = parser.parse(content)
    return header, inside


def _children(content: bytes) -> list[bytes]:
    found = []
    while content:
        header, inside = _parsed(content)
        size = len(header) + len(inside)
        found.append(content[:size])
        content = content[size:]
    return found


def _encoded(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
