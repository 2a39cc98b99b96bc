"""Every planted gap of the corpus is found, and nothing else is called a gap."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench.gapscan import CORPUS, labelled

LABELS = sorted(CORPUS.glob("*/labels.yaml"))


def test_there_is_a_corpus() -> None:
    assert len(LABELS) >= 6


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.parent.name)
def test_planted_gaps(label: Path) -> None:
    expected, found, result = labelled(label)
    assert found == expected
    assert len(result.unresolved) == yaml.safe_load(label.read_text())["unresolved"]
    assert not result.notices
    for finding in result.findings:
        assert finding.why
        assert finding.severity_why
        assert finding.locations


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.parent.name)
def test_fingerprints_are_the_same_in_every_run(label: Path) -> None:
    first, second = labelled(label)[2], labelled(label)[2]
    assert [f.fingerprint for f in first.findings] == [f.fingerprint for f in second.findings]
    assert len({f.fingerprint for f in first.findings}) == len(first.findings)
