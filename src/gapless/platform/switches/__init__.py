"""Kill switches: the modules, what is off in this process, and where it comes from."""

from gapless.platform.switches.modules import BrandFeature, Module, check_feature
from gapless.platform.switches.table import Standing, SwitchTable

__all__ = ["BrandFeature", "Module", "Standing", "SwitchTable", "check_feature"]
