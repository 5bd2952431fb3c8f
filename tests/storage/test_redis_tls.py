"""Is Redis spoken to over TLS only where its certificate is one that is trusted, and its own?

The server of the tests is built without TLS, so a relay of the test ends it, as a proxy before a
Redis would; what is tried is our end.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bench.redis import PASSWORD, RedisProcess
from core.errors import SessionsAway
from storage.epochs import Epochs
from storage.redis_nudges import RedisNudges
from storage.redis_server import open_redis
from storage.redis_sessions import RedisSessions
from tests.storage.samples import HandClock
from tests.storage.test_sessions import CHAT, a_session

pytestmark = pytest.mark.redis


def certificate_for(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate that signs itself, for this machine under a name; and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ip_address("127.0.0.1")))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, hidden = folder / f"{name}.crt", folder / f"{name}.key"
    shown.write_bytes(made.public_bytes(Encoding.PEM))
    hidden.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    return shown, hidden


@asynccontextmanager
async def relay(redis: RedisProcess, shown: Path, hidden: Path) -> AsyncIterator[int]:
    """Take TLS on a port of this machine and pass on what is said; the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, hidden)

    async def passing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while said := await reader.read(65_536):
                writer.write(said)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(redis.folder / "redis.sock")
        await asyncio.gather(passing(reader, back), passing(there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
        server.close_clients()


def url(port: int, trusted: Path | None, *, host: str = "localhost") -> str:
    more = f"?ssl_ca_certs={trusted}" if trusted else ""
    return f"rediss://tipline:{PASSWORD}@{host}:{port}/0{more}"


async def test_conversations_and_nudges_go_over_tls(
    redis_server: RedisProcess, tmp_path: Path, clock: HandClock
) -> None:
    shown, hidden = certificate_for(tmp_path, "localhost")
    async with (
        relay(redis_server, shown, hidden) as port,
        open_redis(url(port, shown)) as server,
    ):
        sessions = RedisSessions(server, Epochs(bytes(32)), clock)
        await sessions.save(sessions.key_of(CHAT), a_session())
        assert await sessions.load(sessions.key_of(CHAT)) == a_session()
        heard = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            hearing = group.create_task(RedisNudges(server).hear(heard.set))
            async with asyncio.timeout(5):
                while not heard.is_set():
                    await RedisNudges(server).nudge()
                    await asyncio.sleep(0.05)
            hearing.cancel()


@pytest.mark.parametrize(
    "made",
    [
        lambda folder, port: url(port, certificate_for(folder, "other.example")[0]),
        lambda _, port: url(port, None),
    ],
    ids=["of another", "unknown"],
)
async def test_a_certificate_that_is_not_trusted_is_refused(
    redis_server: RedisProcess, tmp_path: Path, made: Callable[[Path, int], str]
) -> None:
    shown, hidden = certificate_for(tmp_path, "localhost")
    async with relay(redis_server, shown, hidden) as port:
        with pytest.raises(SessionsAway):
            async with open_redis(made(tmp_path, port)):
                pass


async def test_a_certificate_of_another_name_is_refused(
    redis_server: RedisProcess, tmp_path: Path
) -> None:
    shown, hidden = certificate_for(tmp_path, "other.example")
    async with relay(redis_server, shown, hidden) as port:
        with pytest.raises(SessionsAway):
            async with open_redis(url(port, shown)):
                pass
