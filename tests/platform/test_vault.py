"""What is sealed opens for its purpose and owner alone, and with an older key beside the new."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from gapless.platform.vault import Vault, VaultSealed, vault_of
from gapless.settings import Settings


def test_a_sealed_thing_opens_for_its_purpose_and_owner_alone() -> None:
    vault = Vault((b"a key",))
    sealed = vault.seal(b"secret", purpose="totp", owner="ada")
    assert b"secret" not in sealed
    assert vault.open(sealed, purpose="totp", owner="ada") == b"secret"
    assert sealed != vault.seal(b"secret", purpose="totp", owner="ada")
    for purpose, owner in (("totp", "bob"), ("sso", "ada")):
        with pytest.raises(VaultSealed):
            vault.open(sealed, purpose=purpose, owner=owner)


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_what_was_altered_does_not_open(at: int) -> None:
    vault = Vault((b"a key",))
    sealed = bytearray(vault.seal(b"secret", purpose="p", owner="o"))
    sealed[at] ^= 1
    with pytest.raises(VaultSealed):
        vault.open(bytes(sealed), purpose="p", owner="o")
    with pytest.raises(VaultSealed):
        vault.open(b"", purpose="p", owner="o")


def test_an_older_key_still_opens_and_no_longer_seals() -> None:
    old = Vault((b"old",)).seal(b"secret", purpose="p", owner="o")
    both = Vault((b"new", b"old"))
    assert both.open(old, purpose="p", owner="o") == b"secret"
    fresh = both.seal(b"secret", purpose="p", owner="o")
    with pytest.raises(VaultSealed):
        Vault((b"old",)).open(fresh, purpose="p", owner="o")


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    sealed = vault_of(settings).seal(b"secret", purpose="p", owner="o")
    file = tmp_path / "data" / "secret.key"
    assert file.stat().st_mode & 0o777 == 0o600
    vault_of.__globals__["_key_file"].cache_clear()
    assert vault_of(settings).open(sealed, purpose="p", owner="o") == b"secret"
    given = Settings(data_dir=tmp_path, secret_key=SecretStr(f"x, {file.read_text()}"))
    assert vault_of(given).open(sealed, purpose="p", owner="o") == b"secret"
