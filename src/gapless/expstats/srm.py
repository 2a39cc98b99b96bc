"""Sample-ratio mismatch: were the users divided as they should have been?

If not, something went wrong before any metric was measured (a redirect that loses users, a bot
filter that knows the variant), and no other number of the experiment can be believed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import scipy

ALARM = 0.001
"""The usual threshold: Fabijan et al., Diagnosing Sample Ratio Mismatch (KDD 2019)."""


@dataclass(frozen=True, slots=True)
class RatioCheck:
    """How far the observed division is from the planned one."""

    statistic: float
    p_value: float
    """Of the chi-square test: right at one look chosen in advance."""
    always_valid_p: float
    """Of the sequential test: right however often one looks."""
    is_mismatch: bool


def check_ratio(
    counts: Sequence[int], weights: Sequence[float], alarm: float = ALARM
) -> RatioCheck:
    """Pearson's chi-square, and the sequential multinomial test that decides.

    The latter is the Bayes factor of a Dirichlet prior, concentrated with 1,000 users' weight on
    the planned division, against that division; its inverse is an always-valid p-value.
    Lindon, Malek: Anytime-Valid Inference for Multinomial Count Data (NeurIPS 2022), eq. 6.
    """
    total, whole = sum(counts), math.fsum(weights)
    if total == 0 or whole <= 0 or len(counts) != len(weights):
        return RatioCheck(0.0, 1.0, 1.0, False)
    shares = [weight / whole for weight in weights]
    if any(share == 0 and count > 0 for share, count in zip(shares, counts, strict=True)):
        return RatioCheck(math.inf, 0.0, 0.0, True)
    live = [(c, s) for c, s in zip(counts, shares, strict=True) if s > 0]
    if len(live) < 2:
        return RatioCheck(0.0, 1.0, 1.0, False)
    statistic = math.fsum((c - total * s) ** 2 / (total * s) for c, s in live)
    p_value = float(scipy.special.chdtrc(len(live) - 1, statistic))
    prior = [_CONCENTRATION * s for _, s in live]
    log_factor = (
        _log_beta([a + c for a, (c, _) in zip(prior, live, strict=True)])
        - _log_beta(prior)
        - math.fsum(c * math.log(s) for c, s in live)
    )
    always = math.exp(-log_factor) if log_factor > 0 else 1.0
    return RatioCheck(statistic, p_value, always, always < alarm)


_CONCENTRATION = 1000.0


def _log_beta(parts: Sequence[float]) -> float:
    """The logarithm of the multivariate beta function."""
    return float(
        math.fsum(scipy.special.gammaln(a) for a in parts) - scipy.special.gammaln(math.fsum(parts))
    )
