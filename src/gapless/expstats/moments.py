"""Sufficient statistics of one variant: what must be kept of its users, and nothing more."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the users of one variant, of a metric y and of a second quantity x.

    x is the covariate (the same metric before the experiment) for CUPED, or the denominator for a
    ratio metric; where there is none, its sums are zero. For a conversion, y is 0 or 1.
    """

    n: int
    y: float
    yy: float
    x: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    @classmethod
    def of_conversions(cls, users: int, converted: int) -> Moments:
        """The moments of a metric that is 0 or 1."""
        return cls(n=users, y=float(converted), yy=float(converted))

    def __add__(self, other: Moments) -> Moments:
        return Moments(
            n=self.n + other.n,
            y=self.y + other.y,
            yy=self.yy + other.yy,
            x=self.x + other.x,
            xx=self.xx + other.xx,
            xy=self.xy + other.xy,
        )

    @property
    def mean(self) -> float:
        """Mean of y."""
        return self.y / self.n if self.n else math.nan

    @property
    def variance(self) -> float:
        """Unbiased variance of y; nan below two users."""
        return _covariance(self.n, self.yy, self.y, self.y)

    @property
    def mean_x(self) -> float:
        """Mean of x."""
        return self.x / self.n if self.n else math.nan

    @property
    def variance_x(self) -> float:
        """Unbiased variance of x."""
        return _covariance(self.n, self.xx, self.x, self.x)

    @property
    def covariance(self) -> float:
        """Unbiased covariance of x and y."""
        return _covariance(self.n, self.xy, self.x, self.y)


def _covariance(n: int, products: float, first: float, second: float) -> float:
    if n < 2:
        return math.nan
    found = (products - first * second / n) / (n - 1)
    # A variance that rounding has made negative is nought; a covariance may be negative.
    return max(found, 0.0) if first is second else found


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its standard error: all that most analyses need."""

    mean: float
    se: float
    n: int

    @property
    def is_usable(self) -> bool:
        """Whether anything can be said from it."""
        return self.n >= 2 and math.isfinite(self.mean) and math.isfinite(self.se)
