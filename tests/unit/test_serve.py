import stat
from pathlib import Path

from assistant.cli.serve import _kept_secret
from assistant.settings import Settings


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    made = _kept_secret(settings)
    assert len(made) >= 32
    assert _kept_secret(settings) == made
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_an_empty_secret_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    assert len(_kept_secret(Settings(home=tmp_path))) >= 32
