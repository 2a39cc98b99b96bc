"""What was served here, added up until it is reported."""

from __future__ import annotations

import threading
from typing import Any

_MOST_SUBJECTS = 20_000
_LONGEST_SUBJECT = 200
_IN_ONE_REPORT = 1_000
"""Subjects in one report, and for one flag and variant."""

Row = tuple[str, str, str]
"""Flag, variant, and the rule that matched; an experiment counts its own rule alone."""


class Served:
    """Counts and subjects of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._evaluations: dict[Row, int] = {}
        self._subjects: dict[Row, dict[str, None]] = {}
        self._held = 0
        self._told: set[int] = set()

    def count(self, flag: str, variant: str, rule: str, subject: str | None) -> None:
        """One evaluation; `subject`: who met a variant of a split."""
        row = flag, variant, rule
        with self._lock:
            self._evaluations[row] = self._evaluations.get(row, 0) + 1
            if subject is not None and len(subject) <= _LONGEST_SUBJECT:
                self._meet(row, subject)

    def _meet(self, row: Row, subject: str) -> None:
        mark = hash((row, subject))
        if mark in self._told or self._held >= _MOST_SUBJECTS:
            return  # told already, or too many to keep: counts stay exact, experiments get fewer
        if len(self._told) >= 10 * _MOST_SUBJECTS:
            self._told.clear()  # the server knows them; they are only told again
        self._told.add(mark)
        self._subjects.setdefault(row, {})[subject] = None
        self._held += 1

    def take(self) -> list[list[dict[str, Any]]]:
        """All that was counted, as reports of a bearable size. It is then no longer here."""
        with self._lock:
            evaluations, self._evaluations = self._evaluations, {}
            subjects, self._subjects = self._subjects, {}
            self._held = 0
        reports: list[list[dict[str, Any]]] = []
        report: list[dict[str, Any]] = []
        size = 0
        for row, count in evaluations.items():
            people = list(subjects.get(row, {}))
            for at in range(0, max(1, len(people)), _IN_ONE_REPORT):
                part = people[at : at + _IN_ONE_REPORT]
                if report and size + len(part) + 1 > _IN_ONE_REPORT:
                    reports.append(report)
                    report, size = [], 0
                report.append(
                    {
                        "flag": row[0], "variant": row[1], "rule": row[2],
                        "evaluations": 0 if at else count,
                        "exposures": len(part), "subjects": part,
                    }
                )  # fmt: skip
                size += len(part) + 1
        return [*reports, report] if report else reports

    def put_back(self, report: list[dict[str, Any]]) -> None:
        """What could not be told is told with the next report."""
        with self._lock:
            for one in report:
                row = one["flag"], one["variant"], one["rule"]
                self._evaluations[row] = self._evaluations.get(row, 0) + one["evaluations"]
                if self._held + len(one["subjects"]) <= _MOST_SUBJECTS:
                    self._subjects.setdefault(row, {}).update(dict.fromkeys(one["subjects"]))
                    self._held += len(one["subjects"])
