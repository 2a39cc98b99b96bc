"""Events, as code defines them."""

from dataclasses import dataclass


@dataclass
class Event:
    """One kind of event."""

    name: str


EVENTS = (Event("created"), Event("deleted"))
