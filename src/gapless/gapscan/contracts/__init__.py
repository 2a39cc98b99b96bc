"""Verification contracts: files that say how a gap is proven closed, and the runs that prove it."""

from gapless.gapscan.contracts.actors import ActorError, Actors, load_actors, parse_actors
from gapless.gapscan.contracts.client import BadBaseUrl
from gapless.gapscan.contracts.load import load_contract, parse_contract
from gapless.gapscan.contracts.reader import Fault, FileInvalid
from gapless.gapscan.contracts.redact import Redactor
from gapless.gapscan.contracts.result import Outcome, Progress, RunResult, StepResult
from gapless.gapscan.contracts.runner import run_contract
from gapless.gapscan.contracts.schema import Contract
from gapless.gapscan.contracts.verify import (
    ContractMissing,
    GapVerdict,
    check_contracts,
    gap_contract,
    verify_gap,
)

__all__ = [
    "ActorError",
    "Actors",
    "BadBaseUrl",
    "Contract",
    "ContractMissing",
    "Fault",
    "FileInvalid",
    "GapVerdict",
    "Outcome",
    "Progress",
    "Redactor",
    "RunResult",
    "StepResult",
    "check_contracts",
    "gap_contract",
    "load_actors",
    "load_contract",
    "parse_actors",
    "parse_contract",
    "run_contract",
    "verify_gap",
]
