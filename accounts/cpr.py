"""CPR numbers at rest: AES-256-GCM with key id and the row's UUID bound in, found by a keyed hash.

The keys come from settings (`CPR_KEYS`, `CPR_INDEX_KEY`), never from SECRET_KEY. Digits only in and out; the rule of what is a CPR
number is `cases.rules.cpr`.
"""

import hashlib
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class CannotDecrypt(Exception):
    """The value was made for another row, with another key, or was changed."""


def encrypt(digits: str, *, row_id: uuid.UUID) -> bytes:
    """`key id : nonce : ciphertext` as bytes, readable for this row only."""
    key_id = list(settings.CPR_KEYS)[-1]
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(bytes.fromhex(settings.CPR_KEYS[key_id])).encrypt(nonce, digits.encode(), row_id.bytes)
    return key_id.encode() + b":" + nonce + sealed


def decrypt(value: bytes | memoryview, *, row_id: uuid.UUID) -> str:
    """The ten digits. Raises CannotDecrypt."""
    key_id, _, rest = bytes(value).partition(b":")
    key = settings.CPR_KEYS.get(key_id.decode(errors="replace"))
    if key is None:
        raise CannotDecrypt(f"no key {key_id!r}")
    try:
        return AESGCM(bytes.fromhex(key)).decrypt(rest[:_NONCE], rest[_NONCE:], row_id.bytes).decode()
    except InvalidTag as error:
        raise CannotDecrypt("the value does not belong to this row") from error


def blind_index(digits: str, *, jobcentre_id: uuid.UUID) -> bytes:
    """HMAC-SHA-256 over jobcentre and digits: equal numbers of one jobcentre give equal bytes, and nobody without the key can try all numbers."""
    return hmac.new(bytes.fromhex(settings.CPR_INDEX_KEY), jobcentre_id.bytes + digits.encode(), hashlib.sha256).digest()
