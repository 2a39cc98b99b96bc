"""Errors of devices."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class DeviceNotFound(Problem):
    status = 404
    code = "DEVICE_NOT_FOUND"
    title = Text("No such device", "Böyle bir cihaz yok")
    message = Text("There is no device with this id.", "Bu numarayla bir cihaz yok.")


class OwnDevice(Problem):
    status = 409
    code = "OWN_DEVICE"
    title = Text("Your own device", "Kendi cihazınız")
    message = Text(
        "Nobody approves their own device or blocks the one they work on. Ask another admin.",
        "Kimse kendi cihazını onaylayamaz ya da çalıştığı cihazı engelleyemez. Başka bir "
        "yöneticiden isteyin.",
    )
