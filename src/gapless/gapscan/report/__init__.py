"""Writes a scan in the formats that people and machines read."""

from gapless.gapscan.report.formats import FORMATS, render

__all__ = ["FORMATS", "render"]
