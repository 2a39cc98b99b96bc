"""Carries out a verification contract against a running server."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gapless.gapscan.contracts import words
from gapless.gapscan.contracts.actors import ActorError, Actors
from gapless.gapscan.contracts.browser import BrowserFailed, BrowserUnavailable, run_actions
from gapless.gapscan.contracts.client import (
    BadRequest,
    Exchange,
    NoAnswer,
    Unreachable,
    split_base,
)
from gapless.gapscan.contracts.judge import judge, judge_body, saved
from gapless.gapscan.contracts.operators import BadOperand, Verdict, select
from gapless.gapscan.contracts.redact import Redactor
from gapless.gapscan.contracts.result import Outcome, Progress, RunResult, StepResult
from gapless.gapscan.contracts.schema import (
    REQUEST_TIMEOUT,
    Contract,
    NonEmptyWhen,
    Persists,
    Request,
    Step,
    Until,
)
from gapless.gapscan.contracts.sessions import Sessions, perform
from gapless.gapscan.contracts.variables import UnknownVariable, run_variables, substitute

# Cleaning up has its own time, so that a contract that ran out of it still restores.
_CLEANUP_TIME = timedelta(seconds=60)


def run_contract(
    contract: Contract,
    base_url: str,
    actors: Actors,
    *,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> RunResult:
    """Runs the contract's steps in order until one does not pass, then its cleanup always.

    Raises `BadBaseUrl`; all else that goes wrong is in the result.
    """
    split_base(base_url)
    return _Run(contract, base_url, actors, on_progress, now).result()


class _TimeUp(Exception):
    """The contract's own time is over."""


class _Run:
    def __init__(
        self,
        contract: Contract,
        base_url: str,
        actors: Actors,
        on_progress: Callable[[Progress], None],
        now: Callable[[], datetime],
    ) -> None:
        self.contract = contract
        self.base_url = base_url
        self.on_progress = on_progress
        self.now = now
        self.started = now()
        self.redactor = Redactor()
        self.sessions = Sessions(base_url, actors, self.redactor, self._note)
        self.variables = run_variables(self.started)
        for name, value in contract.variables.items():
            self.variables[name] = substitute(value, self.variables)
        self.deadline = time.monotonic() + contract.timeout.total_seconds()
        self.current: StepResult | None = None

    def result(self) -> RunResult:
        expanded = [
            (step, variables) for step in self.contract.steps for variables in _expansions(step)
        ]
        total = len(expanded)
        steps: list[StepResult] = []
        stopped: Step | None = None
        try:
            for index, (step, extra) in enumerate(expanded, start=1):
                if stopped is not None and step is not stopped:
                    break
                result = self._step(step, extra, index, total)
                steps.append(result)
                if result.outcome is not Outcome.PASSED:
                    # The other values of that step are still asked: they tell how far it goes.
                    stopped = step
        finally:  # also when somebody stops the run by hand
            cleanup = self._clean_up(total)
        return RunResult(
            contract=self.contract,
            base_url=self.base_url,
            run_id=str(self.variables["run.id"]),
            started=self.started,
            finished=self.now(),
            # A pass whose cleanup fails is none: restoring is part of what is proven.
            outcome=_outcome(steps) if stopped else _outcome(cleanup),
            steps=(*steps, *cleanup),
            redactor=self.redactor,
        )

    def _clean_up(self, total: int) -> list[StepResult]:
        self.deadline = time.monotonic() + _CLEANUP_TIME.total_seconds()
        return [
            self._cleanup(step, extra, total)
            for step in self.contract.cleanup
            for extra in _expansions(step)
        ]

    def _cleanup(self, step: Step, extra: Mapping[str, Any], total: int) -> StepResult:
        """A cleanup step; one whose variables were never saved has nothing to clean up."""
        result = self._step(step, extra, total, total, missing=Outcome.SKIPPED)
        result.cleans_up = True
        return result

    def _note(self, exchange: Exchange) -> None:
        if self.current is not None:
            self.current.exchanges.append(exchange)

    def _remaining(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise _TimeUp
        return min(REQUEST_TIMEOUT, left)

    def _step(
        self,
        step: Step,
        extra: Mapping[str, Any],
        index: int,
        total: int,
        missing: Outcome = Outcome.ERROR,
    ) -> StepResult:
        variables = {**self.variables, **extra}
        name = step.name
        if extra:
            name += " [" + ", ".join(_short(value) for value in extra.values()) + "]"
        result = StepResult(name, step.actor, step.line)
        self.on_progress(Progress(self.contract.gap, name, index, total))
        self.current = result
        began = time.monotonic()
        try:
            result.name = name = str(substitute(name, variables))
            self._carry_out(step, variables, result)
            if result.failure is not None:
                result.outcome = Outcome.FAILED
        except UnknownVariable as error:
            result.outcome, result.message = missing, words.NEVER_SAVED(name=str(error))
        except (NoAnswer, BrowserFailed) as error:
            result.outcome, result.message = Outcome.FAILED, error.message
        except _TimeUp:
            limit = self.contract.timeout.total_seconds()
            result.outcome = Outcome.FAILED
            result.message = words.TIME_UP(seconds=f"{limit:g}")
        except (ActorError, BadOperand, BadRequest, BrowserUnavailable, Unreachable) as error:
            result.outcome, result.message = Outcome.ERROR, error.message
        result.elapsed = time.monotonic() - began
        self.current = None
        self.on_progress(Progress(self.contract.gap, name, index, total, result.outcome))
        return result

    def _carry_out(self, step: Step, variables: dict[str, Any], result: StepResult) -> None:
        tenant = None if step.tenant is None else str(substitute(step.tenant, variables))
        if step.request is not None:
            self._request(step, step.request, tenant, variables, result)
        elif step.non_empty_when is not None:
            self._non_empty(step, step.non_empty_when, tenant, variables, result)
        else:
            self._browser(step, tenant, variables, result)

    def _send(
        self, step: Step, request: Request, tenant: str | None, variables: Mapping[str, Any]
    ) -> Exchange:
        session = self.sessions.get(step.actor, tenant, self._remaining())
        exchange = perform(session, request, variables, self._remaining())
        self._note(exchange)
        return exchange

    def _request(
        self,
        step: Step,
        request: Request,
        tenant: str | None,
        variables: dict[str, Any],
        result: StepResult,
    ) -> None:
        if step.until is None:
            exchange = self._send(step, request, tenant, variables)
        else:
            found = self._poll(step, request, step.until, tenant, variables, result)
            if found is None:
                return
            exchange = found
        result.verdicts += judge(exchange, step.expect, variables)
        if result.failure:
            return
        kept, absent = saved(exchange, step.save, variables)
        result.verdicts += absent
        variables.update(kept)
        self.variables.update(kept)
        if step.persists is not None and not absent:
            self._persists(step, request, step.persists, tenant, variables, result)

    def _poll(
        self,
        step: Step,
        request: Request,
        until: Until,
        tenant: str | None,
        variables: Mapping[str, Any],
        result: StepResult,
    ) -> Exchange | None:
        """Repeats the request until it is as expected; None if that never came."""
        end = time.monotonic() + until.within.total_seconds()
        tries = 0
        while True:
            tries += 1
            exchange = self._send(step, request, tenant, variables)
            if tries > 2:  # the first and the last answer are evidence enough
                del result.exchanges[-2]
            verdicts = judge(exchange, until.expect, variables)
            if all(verdict.passed for verdict in verdicts):
                result.verdicts += verdicts
                return exchange
            stop = judge_body(exchange, until.stop, variables) if until.stop else []
            hit = next((verdict for verdict in stop if verdict.passed), None)
            if hit is not None:
                result.verdicts += verdicts
                result.message = words.GAVE_UP(expected=hit.expected, actual=hit.actual)
                return None
            if time.monotonic() + until.every.total_seconds() > end:
                limit = until.within.total_seconds()
                result.verdicts += verdicts
                result.message = words.NOT_WITHIN(seconds=f"{limit:g}", tries=tries)
                return None
            time.sleep(until.every.total_seconds())

    def _persists(
        self,
        step: Step,
        request: Request,
        persists: Persists,
        tenant: str | None,
        variables: Mapping[str, Any],
        result: StepResult,
    ) -> None:
        """Reads in a new session: another sign-in, no cookie, no connection kept."""
        session = self.sessions.fresh(step.actor, tenant, self._remaining())
        exchange = perform(session, persists.request or request, variables, self._remaining())
        self._note(exchange)
        expect = persists.expect or (step.until.expect if step.until else step.expect)
        verdicts = judge(exchange, expect, variables)
        if persists.expect is None and step.until is not None:
            verdicts += judge(exchange, step.expect, variables)
        result.verdicts += [
            Verdict(words.IN_NEW_SESSION(what=v.expected), v.actual, v.passed) for v in verdicts
        ]

    def _non_empty(
        self,
        step: Step,
        condition: NonEmptyWhen,
        tenant: str | None,
        variables: dict[str, Any],
        result: StepResult,
    ) -> None:
        first = self._send(step, condition.look, tenant, variables)
        before = {_canonical(row) for row in _rows(first, condition.rows)}
        for event in condition.event:
            for extra in _expansions(event):
                event_tenant = (
                    tenant if event.tenant is None else str(substitute(event.tenant, variables))
                )
                inner = {**variables, **extra}
                if event.request is None:
                    self._carry_out(event, inner, result)
                else:
                    self._request(event, event.request, event_tenant, inner, result)
                    variables.update({name: inner[name] for name in event.save if name in inner})
                if result.failure or result.message:
                    result.message = (
                        words.NO_EVENT_WHY(name=event.name, why=result.message)
                        if result.message
                        else words.NO_EVENT(name=event.name)
                    )
                    return
        path = str(substitute(condition.look.path, variables))
        limit = condition.within.total_seconds()
        end, kept = time.monotonic() + limit, len(result.exchanges)
        shows = words.NEW_ROW if condition.new else words.ROW
        expected = shows(request=f"{condition.look.method} {path}", seconds=f"{limit:g}")
        while True:
            exchange = self._send(step, condition.look, tenant, variables)
            del result.exchanges[kept:-1]  # of the looks after the event the last is evidence
            verdicts = judge(exchange, condition.expect, variables)
            rows = _rows(exchange, condition.rows)
            fresh = [row for row in rows if _canonical(row) not in before]
            good = bool(fresh) if condition.new else bool(rows)
            if good and all(verdict.passed for verdict in verdicts):
                break
            if time.monotonic() + condition.every.total_seconds() > end:
                break
            time.sleep(condition.every.total_seconds())
        said = words.ROWS(rows=len(rows), fresh=len(fresh))
        result.verdicts += [Verdict(expected, said, good), *verdicts]

    def _browser(
        self, step: Step, tenant: str | None, variables: Mapping[str, Any], result: StepResult
    ) -> None:
        actor = self.sessions.actors.get(step.actor)
        names = dict(variables)
        if actor.email is not None:
            credentials = self.sessions.actors.credentials(actor)
            for secret in credentials.values():
                self.redactor.learn(secret)
            names["actor"] = credentials
        headers = {self.sessions.actors.tenant_header: tenant} if tenant else {}
        seconds = self._remaining()
        run_actions(step.browser, self.base_url, names, headers, seconds, result)


def _outcome(steps: list[StepResult]) -> Outcome:
    """A failure that was seen is a fact, whatever else could not be tried."""
    found = {step.outcome for step in steps}
    return next((o for o in (Outcome.FAILED, Outcome.ERROR) if o in found), Outcome.PASSED)


def _expansions(step: Step) -> list[dict[str, Any]]:
    if step.each is None:
        return [{}]
    return [{step.each.name: value} for value in step.each.values]


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        value = next(iter(value.values()), "")
    return str(value)[:40]


def _canonical(row: Any) -> str:
    return json.dumps(row, sort_keys=True)


def _rows(exchange: Exchange, path: str) -> list[Any]:
    """The rows of a list; none if it answers something else than JSON."""
    try:
        return select(path, exchange.json())
    except (ValueError, RecursionError):
        return []
