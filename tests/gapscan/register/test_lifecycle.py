"""The status machine, the SLA clock and the log's own rules."""

from datetime import UTC, datetime, timedelta

import pytest

from gapless.gapscan.register.lifecycle import (
    Cause,
    Transition,
    TransitionRefused,
    check_move,
    history_problems,
)
from gapless.gapscan.register.model import Entry, FieldKey, Status
from gapless.gapscan.register.sla import sla_clock, span
from tests.gapscan.register.sample import changed, english

OPEN, WORK, FIXED, DONE = Status.OPEN, Status.IN_PROGRESS, Status.FIXED, Status.VERIFIED
START = datetime(2026, 3, 1, tzinfo=UTC)
PROOF = ("a" * 64,)


def step(
    before: Status | None, after: Status, hours: float, cause: Cause = Cause.MOVE, reason: str = "r"
) -> Transition:
    evidence = PROOF if cause is Cause.VERIFY else ()
    at = START + timedelta(hours=hours)
    return Transition("G-001", before, after, at, "me", cause, reason, evidence)


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
@pytest.mark.parametrize("machine", [False, True])
def test_only_the_drawn_ways_are_open(before: Status, after: Status, machine: bool) -> None:
    allowed = {(OPEN, WORK), (WORK, FIXED), (WORK, OPEN), (FIXED, OPEN), (DONE, OPEN)}
    if machine:
        allowed.add((FIXED, DONE))
    if (before, after) in allowed:
        check_move(before, after, by_machine=machine, reason="seen")
    else:
        with pytest.raises(TransitionRefused):
            check_move(before, after, by_machine=machine, reason="seen")


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(TransitionRefused, match="next step is In Progress, nothing is skipped"):
        check_move(OPEN, FIXED)
    with pytest.raises(TransitionRefused, match="gapless gaps verify"):
        check_move(FIXED, DONE)
    with pytest.raises(TransitionRefused, match="needs a reason"):
        check_move(FIXED, OPEN, reason="  ")
    with pytest.raises(TransitionRefused, match="lacks an owner, a verification"):
        check_move(WORK, FIXED, missing=[FieldKey.OWNER, FieldKey.VERIFICATION])
    with pytest.raises(TransitionRefused, match="not closeable"):
        check_move(FIXED, DONE, by_machine=True, missing=[FieldKey.SLA])


def test_a_transition_is_one_line_that_reads_back() -> None:
    written = step(FIXED, DONE, 1.5, Cause.VERIFY, reason="ünlü\nsatır")
    line = written.to_json()
    assert "\n" not in line
    assert Transition.from_json(line) == written


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[]", "not a JSON object"),
        ('{"gap": "G-001"}', "lacks at, to, by, cause"),
        ('{"at":"x","gap":"G-1","to":"Open","by":"a","cause":"move"}', "no date"),
        ('{"at":"2026-03-01","gap":"G-1","to":"Done","by":"a","cause":"move"}', "'Done'"),
        ('{"at":"2026-03-01","gap":"G-1","to":"Open","by":"a","cause":"magic"}', "magic"),
    ],
)
def test_a_damaged_line_says_what_is_wrong(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Transition.from_json(line)


def test_a_log_that_breaks_the_rules_is_named() -> None:
    sound = [
        step(None, OPEN, 0, Cause.IMPORT),
        step(OPEN, WORK, 1),
        step(WORK, FIXED, 2),
        step(FIXED, DONE, 3, Cause.VERIFY),
        step(DONE, DONE, 4, Cause.VERIFY),
        step(DONE, OPEN, 5, Cause.VERIFY),
    ]
    assert history_problems(sound) == ()
    assert "goes from Open to Fixed" in str(history_problems([sound[0], step(OPEN, FIXED, 1)])[0])
    assert "starts from Fixed, but the gap was Open" in str(
        history_problems([sound[0], sound[3]])[0]
    )
    by_hand = history_problems([*sound[:3], step(FIXED, DONE, 3)])
    assert "goes from Fixed to Verified" in str(by_hand[0])
    assert "Verified without evidence" in str(by_hand[1])


def entry(**changes: str) -> Entry:
    register = english()
    for old, new in changes.items():
        register = changed(f"- **{old}:** 7d", f"- **{old}:** {new}")
    found = register.entry("G-001")
    assert found is not None
    return found


def test_the_clock_runs_from_first_seen() -> None:
    clock = sla_clock(entry(), [], START + timedelta(days=6, hours=23))
    assert (clock.due, clock.remaining) == (START + timedelta(days=7), timedelta(hours=1))
    assert not clock.breached
    assert sla_clock(entry(), [], START + timedelta(days=7)).breached is False
    late = sla_clock(entry(), [], START + timedelta(days=7, seconds=1))
    assert (late.breached, late.remaining) == (True, timedelta(seconds=-1))


def test_without_an_sla_the_priority_has_a_default() -> None:
    clock = sla_clock(entry(SLA="TBD"), [], START)
    assert (clock.allowed, clock.defaulted) == (timedelta(days=7), True)
    unreadable = sla_clock(entry(SLA="soon"), [], START)
    assert (unreadable.due, unreadable.breached) == (None, False)


def verified() -> Entry:
    text = english().text.replace("- **Status:** Open", "- **Status:** Verified", 1)
    found = changed(english().text, text).entry("G-001")
    assert found is not None
    return found


def test_only_a_verification_stops_the_clock() -> None:
    later = START + timedelta(days=60)
    claimed = [step(OPEN, WORK, 1), step(WORK, FIXED, 2)]
    assert sla_clock(entry(), claimed, later).breached
    log = [*claimed, step(FIXED, DONE, 48, Cause.VERIFY), step(DONE, DONE, 400, Cause.VERIFY)]
    clock = sla_clock(verified(), log, later)
    assert (clock.stopped, clock.remaining) == (START + timedelta(days=2), timedelta(days=5))
    assert not clock.breached
    too_late = [*claimed, step(FIXED, DONE, 24 * 8, Cause.VERIFY)]
    assert sla_clock(verified(), too_late, later).breached


def test_a_regression_starts_the_clock_anew() -> None:
    log = [step(FIXED, DONE, 48, Cause.VERIFY), step(DONE, OPEN, 240, Cause.VERIFY)]
    clock = sla_clock(entry(), log, START + timedelta(days=11))
    assert clock.started == START + timedelta(days=10)
    assert (clock.due, clock.breached) == (START + timedelta(days=17), False)


def test_spans_in_words() -> None:
    assert span(timedelta(days=2, hours=4, minutes=9)) == "2d 4h"
    assert span(timedelta(hours=-3, minutes=-10)) == "-3h 10m"
    assert span(timedelta(seconds=20)) == "0m"
