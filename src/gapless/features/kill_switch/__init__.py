"""The kill switch: turn a module off for one brand or for all, see what stands, lift it."""

from gapless.features.kill_switch.endpoints import router
from gapless.features.kill_switch.jobs import SCHEDULES
from gapless.features.kill_switch.seeds import seed_kill_switches
from gapless.platform.feature import Feature

feature = Feature(
    name="kill_switch", routers=(router,), schedules=SCHEDULES, seeds=(seed_kill_switches,)
)
