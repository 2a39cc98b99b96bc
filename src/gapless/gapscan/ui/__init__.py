"""The panel's side: which HTTP calls its source makes."""

from gapless.gapscan.ui.scan import UiScan, panel_files, scan_ui

__all__ = ["UiScan", "panel_files", "scan_ui"]
