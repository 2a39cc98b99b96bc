"""Where notes are kept; the storage itself is another class."""

from abc import ABC, abstractmethod


class Backend(ABC):
    """What a storage can do."""

    @abstractmethod
    def load(self, key):
        """Load something."""


class Store:
    """Notes."""

    backend: Backend

    def mfa(self):
        return self.backend.load("mfa")

    def save(self, body):
        self.backend.save(body)
