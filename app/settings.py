"""What the operator decides: one frozen object, read from the environment or a settings file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.problems import BadInput

_TOKEN = re.compile(r"\d{5,16}:[A-Za-z0-9_-]{30,64}")
_DATABASES = ("sqlite:///", "sqlite+aiosqlite:///", "postgresql://", "postgresql+psycopg://")


class Settings(BaseSettings):
    """Settings of every command. Secrets are typed, so that no log or error shows them.

    Attributes:
        data_dir: where the database and the server's secrets lie.
        database_url: SQLAlchemy URL of SQLite or PostgreSQL; by default an SQLite file in
            ``data_dir``. Secret, as it may hold a password.
        redis_url: Redis in which several processes of the bot share conversations; by default
            each keeps its own in memory. Secret, as it may hold a password.
        bot_token: token of the public bot, from Telegram's @BotFather.
        staff_token: token of the staff bot: another bot than the public one.
        telegram_api: base URL of another Bot API server than Telegram's own.
        webhook_url: address at which Telegram delivers updates; "" to fetch them by long polling.
        webhook_secret: what Telegram sends along with each, so that nobody else can.
        webhook_host: address to listen on for the proxy that takes them.
        webhook_port: port there.
        health_port: loopback port that says whether the bot lives and is ready; 0 for none.
        metrics_port: loopback port where Prometheus reads what the bot counts; 0 for none.
        spacy_model: folder or package of another spaCy model than the one shipped.
        force: name of a file in ``bot/forces``: area, numbers and wording.
        workers: processes that analyse.
        analysis_limit: seconds that an analysis may take before the rules alone decide.
        tiles: address of a server of map tiles with `{z}`, `{x}` and `{y}`; none by default.
        tiles_credit: what its licence asks to be shown beside the map.
        release_alone: whether whoever graded a tip may release it, for desks of one person.
    """

    model_config = SettingsConfigDict(env_prefix="TIPLINE_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("tipline")))
    database_url: SecretStr = SecretStr("")
    redis_url: SecretStr = SecretStr("")
    bot_token: SecretStr = SecretStr("")
    staff_token: SecretStr = SecretStr("")
    telegram_api: str = ""
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    webhook_host: str = "127.0.0.1"
    webhook_port: Annotated[int, Field(ge=1, le=65_535)] = 8443
    health_port: Annotated[int, Field(ge=0, le=65_535)] = 0
    metrics_port: Annotated[int, Field(ge=0, le=65_535)] = 0
    spacy_model: str = ""
    force: Annotated[str, NoDecode] = "essex"
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    analysis_limit: Annotated[float, Field(gt=0, le=30)] = 3.0
    release_alone: bool = False
    tiles: str = ""
    tiles_credit: Annotated[str, Field(max_length=200)] = ""

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr) -> SecretStr:
        shown = url.get_secret_value()
        if shown and not shown.startswith(_DATABASES):
            raise ValueError(f"must start with {_DATABASES[0]} or {_DATABASES[2]}")
        return url

    @field_validator("telegram_api")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
            raise ValueError("must be a web address such as http://127.0.0.1:8081")
        return url.rstrip("/")

    @field_validator("tiles")
    @classmethod
    def _tile_address(cls, url: str) -> str:
        named = all(part in url for part in ("{z}", "{x}", "{y}"))
        if url and not (named and re.fullmatch(r"https://[\w.-]+(:\d+)?/[\w./{}?=&%@+-]*", url)):
            raise ValueError("must look like https://tiles.example/{z}/{x}/{y}.png")
        return url

    @property
    def database(self) -> str:
        """URL of the database, the default filled in. It may hold a password: not to be shown."""
        url = self.database_url.get_secret_value()
        return url or f"{_DATABASES[0]}{self.data_dir.resolve() / 'tipline.db'}"

    def token(self) -> str:
        """Token of the public bot.

        Raises:
            BadInput: it is missing or has not the form of a token.
        """
        hint = "or try the line without one: tipline chat"
        return _checked(self.bot_token, "TIPLINE_BOT_TOKEN", hint)

    def staff_bot_token(self) -> str:
        """Token of the staff bot.

        Raises:
            BadInput: it is missing, has not the form of a token, or is the public bot's.
        """
        hint = "of another bot than the public one"
        token = _checked(self.staff_token, "TIPLINE_STAFF_TOKEN", hint)
        if token == self.bot_token.get_secret_value():
            raise BadInput(
                "TIPLINE_STAFF_TOKEN is the public bot's. Make a second bot with @BotFather: what "
                "staff are told must never stand where the public writes."
            )
        return token


def _checked(secret: SecretStr, name: str, hint: str) -> str:
    token = secret.get_secret_value()
    if not token:
        raise BadInput(f"{name} is not set. Get a token from @BotFather in Telegram, {hint}.")
    if not _TOKEN.fullmatch(token):
        raise BadInput(f"{name} is no token of a Telegram bot; one looks like 123456789:AAE...")
    return token


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from the environment, and from the file that TIPLINE_SETTINGS names.

    Raises:
        BadInput: a value cannot be used; the sentence names the setting, never its value.
    """
    file = environment.get("TIPLINE_SETTINGS")
    if file and not Path(file).is_file():
        raise BadInput("TIPLINE_SETTINGS names a file that is not there.")
    try:
        return Settings(_env_file=file)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = f"TIPLINE_{str(first['loc'][0]).upper()}"
        raise BadInput(f"{name} {_sentence(first['msg'])}.") from None


def _sentence(message: str) -> str:
    said = message.removeprefix("Value error, ").rstrip(".")
    return said[0].lower() + said[1:]
