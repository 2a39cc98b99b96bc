"""Modules that can be switched off, and the brand features that open them: two closed lists."""

from __future__ import annotations

from enum import StrEnum

from gapless.platform.identity.models import Tenant
from gapless.platform.problems import FeatureDisabled


class Module(StrEnum):
    """A part of the product that a kill switch can turn off, for one brand or for all.

    A module is what routes and jobs say it is, in their policies. Signing in, the brands and the
    kill switch's own state belong to none, so that whoever would lift a switch can always do so.
    """

    GAMES = "games"
    GAME_IMPORT = "game_import"
    CRM = "crm"
    AFFILIATES = "affiliates"
    FEATURE_FLAGS = "feature_flags"
    EXPERIMENTS = "experiments"
    API_KEYS = "api_keys"
    GAP_REGISTER = "gap_register"
    KILL_SWITCH = "kill_switch"


class BrandFeature(StrEnum):
    """What a brand may have. Stored in the tenant's `features`, strictly true or absent."""

    CAN_MANAGE_ADMINS = "can_manage_admins"
    CAN_MANAGE_BONUS = "can_manage_bonus"
    CAN_USE_GAME_ROBOT = "can_use_game_robot"
    CAN_EDIT_CONFIGS = "can_edit_configs"
    CAN_MANAGE_KYC = "can_manage_kyc"
    CAN_VIEW_REPORTS = "can_view_reports"
    CAN_MANAGE_EXPERIMENTS = "can_manage_experiments"
    CAN_USE_KILL_SWITCH = "can_use_kill_switch"
    CAN_MANAGE_AFFILIATES = "can_manage_affiliates"
    CAN_USE_CRM = "can_use_crm"
    CAN_MANAGE_FINANCE = "can_manage_finance"


def check_feature(
    feature: BrandFeature | None, tenant: Tenant | None, module: Module | None
) -> None:
    """Raise `FeatureDisabled` unless the brand has the feature."""
    if feature is None:
        return
    if tenant is None or tenant.features.get(feature.value) is not True:
        raise FeatureDisabled(
            feature=feature.value,
            details={"feature": feature.value, "module": module.value if module else None},
        )
