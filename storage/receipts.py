"""What a receipt opens: the id under which its mailbox is found, and the key of its answers.

The code is stretched with Argon2id under the site's salt, then keyed with the pepper; neither
lies in the database, which holds the lookup id and a public key only.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from core.receipt import Receipt
from storage.keys import KeyPair
from storage.stretching import Cost, Stretcher, hkdf

LOOKUP_BYTES = 16


@dataclass(frozen=True, slots=True)
class MailboxKeys:
    """What a receipt leads to."""

    lookup: bytes = field(repr=False)
    reply: KeyPair = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptKeys:
    """Turns receipts into mailbox keys."""

    stretcher: Stretcher
    cost: Cost
    salt: bytes = field(repr=False)
    pepper: bytes = field(repr=False)

    async def of(self, receipt: Receipt) -> MailboxKeys:
        """The keys of a receipt; takes as long for one that nobody has."""
        slow = await self.stretcher.stretch(receipt.digits.encode(), self.salt, self.cost)
        root = hmac.digest(self.pepper, b"mailbox" + slow, hashlib.sha256)
        return MailboxKeys(
            hkdf(root, b"lookup", LOOKUP_BYTES), KeyPair.of(hkdf(root, b"reply", 32))
        )
