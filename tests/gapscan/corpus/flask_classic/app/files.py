"""Files on disk."""


class FileStore:
    """One for all."""

    _instance = None

    @classmethod
    def instance(cls):
        return cls._instance
