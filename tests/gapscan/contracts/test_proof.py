"""Evidence can be checked and read by somebody who has nothing but the files."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gapless.gapscan.contracts.actors import Actors
from gapless.gapscan.contracts.proof import NoEvidence, find, proof_text, read_proof
from gapless.gapscan.contracts.verify import verify_gap
from gapless.gapscan.language import Language
from gapless.gapscan.register.store import RegisterStore
from tests.gapscan.contracts.lending import EMAIL, PASSWORD, Library
from tests.gapscan.contracts.test_verify import CONTRACT
from tests.gapscan.register.sample import english
from tests.gapscan.register.test_cli import Gaps


@pytest.fixture
def store(tmp_path: Path) -> RegisterStore:
    store = RegisterStore(tmp_path / "gaps")
    store.import_registers([english()], by="me", now=datetime(2026, 3, 3, tzinfo=UTC))
    store.contracts.mkdir()
    (store.contracts / "G-002.yaml").write_text(CONTRACT)
    return store


@pytest.fixture
def record(store: RegisterStore, library: Library, base_url: str, actors: Actors) -> Path:
    library.gaps = {"session-only"}
    verdict = verify_gap(store, "G-002", base_url, actors)
    path = find(store.evidence, verdict.evidence[0])
    assert path is not None
    return path


def test_a_stranger_sees_what_was_asked_and_what_came(record: Path, tmp_path: Path) -> None:
    loose = tmp_path / "sent by mail"
    loose.mkdir()
    for path in record.parents[1].rglob("*.*"):
        shutil.copy(path, loose)
    proof = read_proof(loose / record.name)
    assert proof.is_sound
    assert [piece.kind for piece in proof.pieces] == ["record", "contract"]
    said = proof_text(proof, Language.EN)
    assert "→ PATCH http://127.0.0.1:" in said
    assert "/cards/c-1" in said
    assert '{"active": false}' in said
    assert "✗ expected in a new session $[?@.id=='c-1'].active equals false, got true" in said
    turkish = proof_text(proof, Language.TR)
    assert "✗ beklenen yeni bir oturumda $[?@.id=='c-1'].active şuna eşit: false" in turkish
    assert "sözleşme 'Stop a card' adımında kaldı" in turkish
    for secret in (EMAIL, PASSWORD):
        assert secret not in said


def test_every_touch_shows(record: Path) -> None:
    contract = find(record.parents[1], read_proof(record).pieces[1].digest)
    assert contract is not None
    contract.write_text(contract.read_text() + "# and more\n")
    edited = read_proof(record)
    assert not edited.is_sound
    assert "it was edited" in proof_text(edited, Language.EN)
    contract.unlink()
    assert "is missing from" in proof_text(read_proof(record), Language.EN)
    data = json.loads(record.read_text())
    data["outcome"] = "passed"
    record.write_text(json.dumps(data))
    assert read_proof(record).pieces[0].damage is not None


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format": "gapless-evidence/0"}', "[" * 100_000],
)
def test_what_is_no_record_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(content)
    with pytest.raises(NoEvidence, match="no record of a run"):
        read_proof(path)
    with pytest.raises(NoEvidence):
        read_proof(tmp_path / "none.json")


def test_a_record_of_odd_shape_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    odd = {"format": "gapless-evidence/1", "steps": [1, {"exchanges": [2, {"request": []}]}]}
    path.write_text(json.dumps({**odd, "contract": "x", "outcome": "who knows"}))
    said = proof_text(read_proof(path), Language.EN)
    assert "who knows" in said
    assert "is no SHA-256 name" in said


def test_the_command_finds_runs_by_gap_hash_and_file(record: Path, store: RegisterStore) -> None:
    gaps = Gaps(store.directory)
    for target in ("G-002", record.stem, record.stem[:10], str(record)):
        said = gaps("evidence", target)
        assert "1. Stop a card  (desk)  failed" in said
    assert "2 files of evidence, each with the hash of its name" in gaps("evidence")
    data = json.loads(gaps("evidence", "G-002", "-f", "json", "--all"))
    assert [entry["sound"] for entry in data] == [True]
    assert data[0]["record"]["gap"] == "G-002"
    assert "no run of G-001 has left evidence" in gaps("evidence", "G-001", exit_code=2)
    assert "'nothing' is no gap" in gaps("evidence", "nothing", exit_code=2)
    assert "ne kayıttaki bir boşluk" in gaps("evidence", "no", "--lang", "tr", exit_code=2)
    record.write_text(record.read_text().replace("failed", "passed"))
    assert "it was edited" in gaps("evidence", "G-002", exit_code=1)
    assert "değiştirilmiş" in gaps("evidence", "--lang", "tr", exit_code=1)
