"""Many comparisons at once: p-values adjusted so that one may be believed as if it were alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted for the chance of even one false finding (family-wise error).

    Step-down: the i-th smallest times (m - i + 1), made monotone, at most 1.
    Holm: A Simple Sequentially Rejective Multiple Test Procedure (Scand. J. Stat. 1979).
    """
    order = np.argsort(p_values, kind="stable")
    adjusted = np.ones(len(p_values))
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, (len(p_values) - rank) * p_values[index])
        adjusted[index] = min(1.0, highest)
    return [float(p) for p in adjusted]


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted for the expected share of false findings among the findings (FDR).

    Benjamini, Hochberg: Controlling the False Discovery Rate (J. R. Stat. Soc. B 1995).
    """
    if not p_values:
        return []
    return [float(p) for p in scipy.stats.false_discovery_control(p_values, method="bh")]
