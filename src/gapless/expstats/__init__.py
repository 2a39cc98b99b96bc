"""Statistics of experiments: pure functions over sums, no I/O, no clock, no framework.

Nothing here sees a user. Every analysis works on `Moments` (n, sums, sums of squares and products),
which can be added up as events arrive and merged from anywhere, so that reading a result costs the
same for a hundred users and for a hundred million.

Each function names the formula it is; `tests/expstats` holds them to published values and to
simulations of what they promise (coverage, false positives under peeking).

`import scipy`, never `from scipy import stats`: its parts load when first used, and take half a
second that no process has to spend at its start.
"""
