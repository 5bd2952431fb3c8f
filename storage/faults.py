"""What can be wrong with a store before it serves anybody: each fault says what to do."""

from __future__ import annotations

from core.errors import TiplineError


class BadUrl(TiplineError):
    """The database URL names nothing that can be opened; it may hold a password: not repeated."""

    def __init__(self) -> None:
        super().__init__(
            "TIPLINE_DATABASE_URL must look like sqlite:////var/lib/tipline/tipline.db "
            "(four slashes for an absolute path) or postgresql://tipline@db.example/tipline."
        )


class Unreachable(TiplineError):
    """The database server is away, or refuses; why is not repeated, it may name the account."""

    def __init__(self) -> None:
        super().__init__(
            "The database server does not answer, or does not let this account in. Check "
            "TIPLINE_DATABASE_URL and the server; beyond this machine it must speak TLS."
        )


class BadRedisUrl(TiplineError):
    """The Redis URL would send conversations in the open; it may hold a password: not repeated."""

    def __init__(self) -> None:
        super().__init__(
            "TIPLINE_REDIS_URL must look like unix://user:password@/run/tipline/redis.sock or "
            "rediss://user:password@redis.example:6379/0."
        )


class BadRedis(TiplineError):
    """A Redis that keeps, hands on or shows what it must forget."""

    def __init__(self, wrong: tuple[str, ...]) -> None:
        super().__init__(
            f"This Redis is not fit for conversations: {', '.join(wrong)}. See "
            "docs/operations.md and deploy/redis.conf."
        )
        self.wrong = wrong


class NoSeed(TiplineError):
    """Processes that share conversations need one seed."""

    def __init__(self) -> None:
        super().__init__(
            "With TIPLINE_REDIS_URL every process needs the same file session-seed in its data "
            "directory. Make it once (openssl rand -hex 32), chmod 600, and copy it to every host."
        )


class NoRoles(TiplineError):
    """SQLite has no accounts to give rights to."""

    def __init__(self) -> None:
        super().__init__("Only PostgreSQL has roles. With SQLite the file's owner may do all.")


class NotMigrated(TiplineError):
    """The tables are missing, or of another version of the program."""

    def __init__(self) -> None:
        super().__init__("The database is not up to date. Run `tipline migrate`.")


class NoDesk(TiplineError):
    """The database or the data directory has no desk yet."""

    def __init__(self) -> None:
        super().__init__("There is no desk yet. Run `tipline init`.")


class DeskExists(TiplineError):
    """A second desk would leave the tips of the first without readers."""

    def __init__(self) -> None:
        super().__init__("This database or data directory has a desk already. Choose another.")


class DeskKeyChanged(TiplineError):
    """The key in the database is not the one that this host was set up with."""

    def __init__(self) -> None:
        super().__init__(
            "The desk's public key in the database is not the one in the data directory. "
            "Nothing is stored under it: find out who changed it."
        )


class LooseFile(TiplineError):
    """A secret lies where others can read it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The secret file {name} can be read by others. Run `chmod 600` on it, and think "
            "about who could have read it."
        )


class BrokenFile(TiplineError):
    """A secret file does not hold what it should."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The secret file {name} is missing or does not hold 64 hexadecimal digits. Restore "
            "it from backup: a new one would not find the receipts that were given out."
        )


class BrokenAnchor(TiplineError):
    """The note of where the audit ended cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "The file audit-anchor in the data directory cannot be read: somebody changed it. Take "
            "it away, and check the record against an end that you kept elsewhere: "
            "`tipline audit verify --anchor LINE`."
        )


class WeakPassphrase(TiplineError):
    """A passphrase that a guesser would try."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This passphrase is too weak: {reason}. Four random words are good.")


class BadRecoveryKey(TiplineError):
    """The recovery key was mistyped, or belongs to another desk."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This recovery key does not work: {reason}.")


class NameTaken(TiplineError):
    """Two accounts cannot share a name."""

    def __init__(self) -> None:
        super().__init__("An account with this name exists already.")


class BadName(TiplineError):
    """An account name that would be hard to tell from another."""

    def __init__(self) -> None:
        super().__init__(
            "An account name has 1 to 40 letters, digits, dots, dashes or underscores, and is "
            "not `system`."
        )


class KeyClosed(TiplineError):
    """The desk's key was closed, or is not of this store."""

    def __init__(self) -> None:
        super().__init__("The desk is locked. Unlock it again.")


class NoAccount(TiplineError):
    """No account has this name."""

    def __init__(self) -> None:
        super().__init__("There is no account with this name. `tipline people list` lists them.")


class BadInvitation(TiplineError):
    """An invitation code that opens nothing; unknown, used and expired ones are not told apart."""

    def __init__(self) -> None:
        super().__init__(
            "This invitation does not work: it was mistyped, used, or is older than three days. "
            "Ask for a new one."
        )


class WrongCode(TiplineError):
    """A one-time code that the new authenticator does not show."""

    def __init__(self) -> None:
        super().__init__(
            "This is not the code that the authenticator shows now. Nothing was changed; check "
            "that its clock is right."
        )


class WrongFingerprint(TiplineError):
    """The key of an account is not the one that was named."""

    def __init__(self) -> None:
        super().__init__(
            "This is not the fingerprint of the account's key. Have its owner read it to you; "
            "if theirs is right, somebody else used the invitation: remove the account."
        )


class NothingToAdmit(TiplineError):
    """An account that reads already, or whose role does not read."""

    def __init__(self) -> None:
        super().__init__("This account reads already, or its role does not read.")


class OwnAccount(TiplineError):
    """Nobody removes or changes their own account."""

    def __init__(self) -> None:
        super().__init__("Nobody can remove or change their own account; somebody else does it.")


class LastLead(TiplineError):
    """Without a lead who reads, nobody could let anybody read."""

    def __init__(self) -> None:
        super().__init__(
            "This is the last lead who reads. Let another lead in first, or nobody can."
        )


class BadPasskey(TiplineError):
    """A security key's answer does not fit what it was asked."""

    def __init__(self) -> None:
        super().__init__("The security key's answer does not fit. Start again.")
