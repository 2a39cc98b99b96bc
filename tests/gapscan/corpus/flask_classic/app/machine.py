"""The machine."""


class Machine:
    """A printer on a serial line."""

    def state(self):
        return open("/dev/ttyS0").read()
