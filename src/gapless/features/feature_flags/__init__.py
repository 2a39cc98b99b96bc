"""Feature flags: per brand and environment, versioned, approved, served to programs."""

from gapless.features.feature_flags.all_off.endpoints import router as all_off_router
from gapless.features.feature_flags.analytics.endpoints import router as analytics_router
from gapless.features.feature_flags.approvals.endpoints import router as approvals_router
from gapless.features.feature_flags.delivery.endpoints import ofrep_router
from gapless.features.feature_flags.delivery.endpoints import router as delivery_router
from gapless.features.feature_flags.delivery.installation import install, running
from gapless.features.feature_flags.delivery.jobs import FORGET_COUNTS
from gapless.features.feature_flags.demo.seeds import seed_flags
from gapless.features.feature_flags.endpoints import router
from gapless.features.feature_flags.environments.endpoints import router as environments_router
from gapless.features.feature_flags.experiments.endpoints import router as experiments_router
from gapless.features.feature_flags.experiments.jobs import FOLD
from gapless.features.feature_flags.experiments.seeds import seed_experiments
from gapless.features.feature_flags.groups.endpoints import router as groups_router
from gapless.features.feature_flags.history.endpoints import router as history_router
from gapless.features.feature_flags.metrics.endpoints import router as metrics_router
from gapless.features.feature_flags.metrics.jobs import FORGET_METRICS
from gapless.features.feature_flags.ramps.endpoints import router as ramps_router
from gapless.features.feature_flags.ramps.jobs import RAMPS
from gapless.features.feature_flags.schedule.endpoints import router as schedule_router
from gapless.features.feature_flags.schedule.jobs import SCHEDULED_CHANGE
from gapless.features.feature_flags.segments.endpoints import router as segments_router
from gapless.features.feature_flags.segments.jobs import COUNT_ALL, COUNT_CHANGED
from gapless.features.feature_flags.system.endpoints import router as system_router
from gapless.features.feature_flags.trail.endpoints import router as trail_router
from gapless.features.feature_flags.transfer.endpoints import router as transfer_router
from gapless.features.feature_flags.why.endpoints import router as why_router
from gapless.platform.feature import Feature

feature = Feature(
    name="feature_flags",
    routers=(
        all_off_router,
        analytics_router,
        approvals_router,
        delivery_router,
        environments_router,
        experiments_router,
        groups_router,
        metrics_router,
        ramps_router,
        schedule_router,
        segments_router,
        system_router,
        trail_router,
        transfer_router,
        router,
        history_router,
        why_router,
    ),
    root_routers=(ofrep_router,),
    jobs=(
        SCHEDULED_CHANGE,
        COUNT_CHANGED,
    ),
    schedules=(RAMPS, FORGET_METRICS, FORGET_COUNTS, FOLD, COUNT_ALL),
    extend=install,
    running=running,
    seeds=(seed_flags, seed_experiments),
)
