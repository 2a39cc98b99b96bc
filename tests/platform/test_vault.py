"""What is sealed opens with the right key, for the right purpose and owner, and else not."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from gapless.platform.vault import KEY_FILE, Vault, VaultSealed, _key_file, vault_of
from gapless.settings import Settings

OLD, NEW = b"an old key of the installation", b"a new key of the installation"


def test_what_is_sealed_opens_again_and_is_different_each_time() -> None:
    vault = Vault((OLD,))
    first, second = (vault.seal(b"secret", purpose="totp", owner="a") for _ in range(2))
    assert first != second
    assert b"secret" not in first
    assert vault.open(first, purpose="totp", owner="a") == b"secret"


@pytest.mark.parametrize(
    ("keys", "purpose", "owner"),
    [((NEW,), "totp", "a"), ((OLD,), "other", "a"), ((OLD,), "totp", "b")],
)
def test_it_opens_for_nothing_and_nobody_else(
    keys: tuple[bytes, ...], purpose: str, owner: str
) -> None:
    sealed = Vault((OLD,)).seal(b"secret", purpose="totp", owner="a")
    with pytest.raises(VaultSealed):
        Vault(keys).open(sealed, purpose=purpose, owner=owner)


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 100])
def test_damage_is_noticed(damage: bytes) -> None:
    sealed = Vault((OLD,)).seal(b"secret", purpose="totp", owner="a")
    for broken in (damage, sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(VaultSealed):
            Vault((OLD,)).open(broken, purpose="totp", owner="a")


def test_a_new_key_seals_while_the_old_one_still_opens() -> None:
    sealed = Vault((OLD,)).seal(b"secret", purpose="totp", owner="a")
    both = vault_of(Settings(secret_key=SecretStr(f"{NEW.decode()}, {OLD.decode()}")))
    assert both.open(sealed, purpose="totp", owner="a") == b"secret"
    fresh = both.seal(b"secret", purpose="totp", owner="a")
    assert Vault((NEW,)).open(fresh, purpose="totp", owner="a") == b"secret"


def test_signatures() -> None:
    vault = Vault((OLD,))
    signature = vault.sign(b"message", purpose="challenge")
    assert vault.is_signed(b"message", signature, purpose="challenge")
    assert Vault((NEW, OLD)).is_signed(b"message", signature, purpose="challenge")
    for message, purpose in ((b"massage", "challenge"), (b"message", "other")):
        assert not vault.is_signed(message, signature, purpose=purpose)


def _read(directory: Path, results: multiprocessing.Queue[bytes]) -> None:
    results.put(_key_file(directory))


def test_processes_that_start_at_once_have_one_key_that_others_cannot_read(
    tmp_path: Path,
) -> None:
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    processes = [spawn.Process(target=_read, args=(tmp_path, results)) for _ in range(3)]
    for process in processes:
        process.start()
    keys = {results.get(timeout=60) for _ in processes}
    for process in processes:
        process.join(60)
    assert len(keys) == 1
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
