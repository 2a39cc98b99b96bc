"""Whether the kept contracts can be run with the present settings. Pure but for `find_spec`."""

from __future__ import annotations

from collections.abc import Mapping

from gapless.features.gap_register.verification.schemas import ActorState
from gapless.gapscan.contracts import Actors, Contract, FileInvalid, parse_contract
from gapless.gapscan.contracts.actors import ActorError


def read_contracts(kept: Mapping[str, str]) -> list[Contract]:
    """The contracts that can be read; one that cannot says so when it is run."""
    found = []
    for gap_id, text in kept.items():
        try:
            found.append(parse_contract(text.encode(), f"{gap_id}.yaml"))
        except FileInvalid:
            continue
    return found


def actor_states(contracts: list[Contract], actors: Actors) -> list[ActorState]:
    """Everybody who acts in the contracts, and whether they can."""
    needed: dict[str, dict[str, None]] = {}
    for contract in contracts:
        for step in contract.all_steps:
            needed.setdefault(step.actor, {})[contract.gap] = None
    return [_state(name, list(gaps), actors) for name, gaps in sorted(needed.items())]


def _state(name: str, gaps: list[str], actors: Actors) -> ActorState:
    try:
        lacks = list(actors.lacking(actors.get(name)))
    except ActorError:
        return ActorState(name=name, ready=False, lacks=[], gaps=gaps)
    return ActorState(name=name, ready=not lacks, lacks=lacks, gaps=gaps)
