"""Reports of other tools, told in our kinds of finding and with our fingerprints."""

from gapless.gapscan.intake.read import ToolReport, read_report

__all__ = ["ToolReport", "read_report"]
