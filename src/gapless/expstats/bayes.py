"""The Bayesian reading: how probably a variant is the best, and what a wrong choice costs.

Rates have a beta posterior, means a normal one; every integral is a quadrature (no sampling), so
the same data always give the same answer to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import scipy

from gapless.expstats.comparison import Interval
from gapless.expstats.moments import Estimate, Moments

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of one variant's true value."""

    mean: float
    deviation: float
    interval: Interval
    probability_best: float
    expected_loss: float
    """How much of the metric is given away, on average, by choosing this one."""
    curve: tuple[tuple[float, float], ...]
    """The density, for drawing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The posteriors of all variants, and each one's lift over the control (the first)."""

    variants: tuple[Posterior, ...]
    lift_intervals: tuple[Interval, ...]
    probability_above_control: tuple[float, ...]


_FINEST = 1e-12


class _Distribution(Protocol):
    """A frozen distribution of scipy's, as far as it is used here."""

    def pdf(self, x: Array) -> Array: ...
    def cdf(self, x: Array) -> Array: ...
    def ppf(self, q: float) -> float: ...
    def mean(self) -> float: ...
    def std(self) -> float: ...


def of_proportions(
    variants: Sequence[Moments], *, prior: tuple[float, float] = (1.0, 1.0), level: float = 0.95
) -> Reading:
    """Rates under a beta prior (uniform unless told otherwise)."""
    a, b = prior
    return _reading([scipy.stats.beta(a + v.y, b + v.n - v.y) for v in variants], level)


def of_means(variants: Sequence[Estimate], *, level: float = 0.95) -> Reading | None:
    """Means under a flat prior: normal posteriors with the estimates' own errors.

    None if one of them has no spread that could be estimated, or one that a number cannot hold
    beside its mean.
    """
    if any(not v.is_usable or v.se <= abs(v.mean) * _FINEST for v in variants):
        return None
    return _reading([scipy.stats.norm(v.mean, v.se) for v in variants], level)


def _reading(variants: Sequence[_Distribution], level: float) -> Reading:
    grid = _Grid.over(variants)
    below = [variant.cdf(grid.nodes) for variant in variants]
    best = [
        grid.integral(variant.pdf(grid.nodes) * _product(below[:i] + below[i + 1 :]))
        for i, variant in enumerate(variants)
    ]
    # E[max] = low + integral of P(max > x) from low, because none of the variants lies below it.
    highest = grid.low + grid.integral(1 - _product(below))
    tail = (1 - level) / 2
    control, *others = variants
    return Reading(
        variants=tuple(
            Posterior(
                mean=float(variant.mean()),
                deviation=float(variant.std()),
                interval=Interval(float(variant.ppf(tail)), float(variant.ppf(1 - tail))),
                probability_best=probability / math.fsum(best),
                expected_loss=max(0.0, highest - float(variant.mean())),
                curve=_curve(variant),
            )
            for variant, probability in zip(variants, best, strict=True)
        ),
        lift_intervals=tuple(_lift_interval(control, other, tail) for other in others),
        probability_above_control=tuple(
            _clip(grid.integral(other.pdf(grid.nodes) * below[0])) for other in others
        ),
    )


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_OUTSIDE = 1e-12
"""The mass beyond the grid, on each side of each variant."""
_CUTS = (_OUTSIDE, 1e-8, 1e-5, 1e-3, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 1 - 1e-3, 1 - 1e-5,
         1 - 1e-8, 1 - _OUTSIDE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Grid:
    """Gauss-Legendre panels cut at the quantiles of every variant, so that none is too narrow."""

    low: float
    nodes: Array
    weights: Array

    @classmethod
    def over(cls, variants: Sequence[_Distribution]) -> _Grid:
        cuts = np.unique([float(v.ppf(q)) for v in variants for q in _CUTS])
        half = np.diff(cuts) / 2
        middle = cuts[:-1] + half
        nodes = (middle[:, None] + half[:, None] * _NODES).ravel()
        return cls(float(cuts[0]), nodes, (half[:, None] * _WEIGHTS).ravel())

    def integral(self, values: Array) -> float:
        """The integral of a function given at the nodes."""
        return float(np.dot(self.weights, values))


def _curve(variant: _Distribution) -> tuple[tuple[float, float], ...]:
    points = np.linspace(variant.ppf(5e-4), variant.ppf(1 - 5e-4), _POINTS)
    return tuple(zip(points.tolist(), variant.pdf(points).tolist(), strict=True))


_POINTS = 49


def _product(factors: Sequence[Array]) -> Array:
    product: Array = np.prod(factors, axis=0)
    return product


def _clip(probability: float) -> float:
    return min(1.0, max(0.0, probability))


def _lift_interval(control: _Distribution, other: _Distribution, tail: float) -> Interval:
    """The central interval of other / control - 1; not a number if the control may be nought."""
    if not float(control.ppf(1e-6)) > 0:
        return Interval(math.nan, math.nan)
    grid = _Grid.over([control])
    density = control.pdf(grid.nodes)

    def below(lift: float) -> float:
        return grid.integral(density * other.cdf((1 + lift) * grid.nodes))

    middle = float(other.mean()) / float(control.mean()) - 1
    width = (float(other.std()) + float(control.std())) / float(control.mean())

    def beyond(share: float, direction: int) -> float:
        # From the middle outwards: no quantile says how far a ratio reaches, because the control
        # may come near nought and the other may be negative.
        reach = width
        while (below(middle + direction * reach) - share) * direction < 0:
            reach *= 2
        return middle + direction * reach

    def at(share: float) -> float:
        low, high = beyond(share, -1), beyond(share, 1)
        return float(scipy.optimize.brentq(lambda lift: below(lift) - share, low, high, xtol=1e-10))

    return Interval(at(tail), at(1 - tail))
