"""The panel's side: which HTTP calls its source makes."""

from gapless.gapscan.ui.scan import UiScan, scan_ui

__all__ = ["UiScan", "scan_ui"]
