"""The project's own register in gaps/: sound, mirrored, and every gap with its contract."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gapless.gapscan.contracts import gap_contract, load_actors
from gapless.gapscan.contracts.schema import Step
from gapless.gapscan.register import Level, RegisterStore, check_store

STORE = RegisterStore(Path(__file__).parents[3] / "gaps")
IDS = [entry.id for entry in STORE.read().primary.entries]


def test_the_register_has_no_inconsistency() -> None:
    # What comes with the passing of time is for the people of the register, not for this test.
    found = check_store(STORE, datetime(2026, 11, 23, tzinfo=UTC))
    assert [str(f) for f in found if f.level in (Level.ERROR, Level.WARNING)] == []


@pytest.mark.parametrize("gap_id", IDS)
def test_every_gap_has_a_contract_whose_actors_are_known(gap_id: str) -> None:
    contract, _ = gap_contract(STORE, gap_id)
    actors = load_actors(STORE.directory / "actors.yaml")

    def steps_of(steps: tuple[Step, ...]) -> list[Step]:
        inner = [s.non_empty_when.event for s in steps if s.non_empty_when]
        return [*steps, *(step for event in inner for step in steps_of(event))]

    for step in steps_of((*contract.steps, *contract.cleanup)):
        assert actors.get(step.actor).name == step.actor


@pytest.mark.parametrize("gap_id", IDS)
def test_a_contract_asks_for_the_endpoints_of_its_gap(gap_id: str) -> None:
    entry = STORE.read().entry(gap_id)
    _, data = gap_contract(STORE, gap_id)
    text = data.decode()
    for endpoint in entry.endpoints:
        fixed = endpoint.path.split("{")[0]
        assert fixed in text, endpoint
