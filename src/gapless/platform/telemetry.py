"""Structured logs (one JSON object a line) and Prometheus metrics."""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import Scope
from structlog.tracebacks import ExceptionDictTransformer

from gapless.platform.audit.masking import mask
from gapless.settings import Settings

registry = CollectorRegistry()

requests_total = Counter(
    "gapless_http_requests_total", "Requests answered.", ["method", "route", "status"],
    registry=registry,
)  # fmt: skip
request_seconds = Histogram(
    "gapless_http_request_duration_seconds", "Time to answer a request.", ["method", "route"],
    registry=registry,
)  # fmt: skip
jobs_by_state = Gauge(
    "gapless_jobs", "Background jobs by kind and state.", ["kind", "state"], registry=registry
)
switches_age = Gauge(
    "gapless_kill_switches_age_seconds",
    "Seconds since the state of the kill switches was last confirmed; -1 before the first time.",
    registry=registry,
)


def observe_request(scope: Scope, status: int, seconds: float) -> None:
    """Count a request under its route's template, so that ids do not make new series."""
    route = scope.get("route")
    observe(scope["method"], getattr(route, "path", None) or "unmatched", status, seconds)


def observe(method: str, template: str, status: int, seconds: float) -> None:
    """Count a request."""
    counter, histogram = _series(method, template, str(status))
    counter.inc()
    histogram.observe(seconds)


@functools.lru_cache(maxsize=2048)
def _series(method: str, template: str, status: str) -> tuple[Counter, Histogram]:
    return (
        requests_total.labels(method, template, status),
        request_seconds.labels(method, template),
    )


def _mask(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    masked: dict[str, Any] = mask(dict(event))
    return masked


def configure_logging(settings: Settings, *, service: str) -> None:
    """Send every log line, the libraries' too, to standard error in the configured shape."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _mask,
    ]
    shape: list[structlog.types.Processor] = (
        [
            # Without local variables: they hold passwords and tokens.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ]
        if settings.log_format == "json"
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shape],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for noisy in ("uvicorn.access", "uvicorn.error", "pgqueuer", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(service=service, env=settings.environment)
