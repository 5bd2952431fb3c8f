"""Settings: what is refused, and that secrets stay out of sight."""

from pathlib import Path

import pytest

from app.problems import BadInput
from app.settings import load_settings

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TIPLINE_DATA_DIR", str(tmp_path))


def test_defaults_are_an_sqlite_file_in_the_data_folder(tmp_path: Path) -> None:
    assert load_settings({}).database == f"sqlite:///{tmp_path / 'tipline.db'}"


def test_a_token_of_the_right_form_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPLINE_BOT_TOKEN", TOKEN)
    assert load_settings({}).token() == TOKEN


def test_secrets_are_not_in_the_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPLINE_BOT_TOKEN", TOKEN)
    assert TOKEN not in repr(load_settings({}))


@pytest.mark.parametrize("token", ["", "short", "abc:def", TOKEN + "!", "123456789:" + "x" * 10])
def test_other_tokens_are_refused_without_repeating_them(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("TIPLINE_BOT_TOKEN", token)
    with pytest.raises(BadInput) as error:
        load_settings({}).token()
    assert not token or token not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIPLINE_DATABASE_URL", "nonsense"),
        ("TIPLINE_DATABASE_URL", "mysql://root:hunter2@db/x"),
        ("TIPLINE_TELEGRAM_API", "ftp://x"),
        ("TIPLINE_WORKERS", "0"),
        ("TIPLINE_WORKERS", "many"),
        ("TIPLINE_ANALYSIS_LIMIT", "-1"),
    ],
)
def test_a_bad_value_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput) as error:
        load_settings({})
    assert name in str(error.value)
    assert "hunter2" not in str(error.value)


def test_a_settings_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "tipline.env"
    file.write_text("TIPLINE_WORKERS=3\n")
    assert load_settings({"TIPLINE_SETTINGS": str(file)}).workers == 3


def test_a_missing_settings_file_is_said() -> None:
    with pytest.raises(BadInput, match="TIPLINE_SETTINGS"):
        load_settings({"TIPLINE_SETTINGS": "/nowhere/at/all"})


def test_two_people_release_unless_a_desk_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings({}).release_alone is False
    monkeypatch.setenv("TIPLINE_RELEASE_ALONE", "yes")
    assert load_settings({}).release_alone is True


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/tile.png",
        "https://tiles.example; script-src *//{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}/{y}' *",
        "https:///{z}/{x}/{y}",
    ],
)
def test_a_server_of_tiles_is_named_so_that_no_policy_is_widened_by_it(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("TIPLINE_TILES", url)
    with pytest.raises(BadInput, match="TIPLINE_TILES"):
        load_settings({})
