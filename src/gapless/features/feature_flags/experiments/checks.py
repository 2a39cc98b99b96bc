"""Whether an experiment can be run on its flag, and what is wrong if not. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gapless.features.feature_flags.experiments.models import Experiment
from gapless.platform.i18n import Text
from gapless.platform.problems import FieldError

_UNKNOWN = Text("The flag has no variant {name}.", "Bayrağın {name} adlı bir varyantı yok.")
_TWICE = Text("{name} is there twice.", "{name} iki kez var.")
_KIND = Text("Say what kind of metric {name} is.", "{name} ölçütünün türünü belirtin.")
_DENOMINATOR = Text(
    "The ratio {name} needs the event of its denominator.",
    "{name} oranı, paydasının olayını ister.",
)
_SPARE = Text(
    "{name} is no ratio, so it has no denominator.", "{name} bir oran değil, paydası olamaz."
)


def faults_of(
    experiment: Experiment, flag_variants: Sequence[Mapping[str, Any]]
) -> list[FieldError]:
    """What speaks against the experiment, apart from its rule."""
    known = {variant["key"] for variant in flag_variants}
    found: list[FieldError] = []
    seen: set[str] = set()
    for i, variant in enumerate(experiment.variants):
        place, name = f"body.variants.{i}.variant", variant["variant"]
        if name not in known:
            found.append(_fault(place, "UNKNOWN_VARIANT", _UNKNOWN, name))
        if name in seen:
            found.append(_fault(place, "DUPLICATE", _TWICE, name))
        seen.add(name)
    keys: set[str] = set()
    for i, metric in enumerate(experiment.metrics):
        place, name = f"body.metrics.{i}", metric["key"]
        if name in keys:
            found.append(_fault(f"{place}.key", "DUPLICATE", _TWICE, name))
        keys.add(name)
        if metric["kind"] is None:
            found.append(_fault(f"{place}.kind", "KIND_MISSING", _KIND, name))
        elif metric["kind"] == "ratio" and not metric["denominator"]:
            found.append(_fault(f"{place}.denominator", "DENOMINATOR_MISSING", _DENOMINATOR, name))
        elif metric["kind"] != "ratio" and metric["denominator"]:
            found.append(_fault(f"{place}.denominator", "DENOMINATOR_SPARE", _SPARE, name))
    return found


def _fault(place: str, code: str, text: Text, name: str) -> FieldError:
    return FieldError(field=place, code=code, message=text.render(name=name))
