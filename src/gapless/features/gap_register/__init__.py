"""The gap register inside the back office: entries, import and export, findings, proof."""

from gapless.features.gap_register.endpoints import router
from gapless.features.gap_register.findings.endpoints import router as findings_router
from gapless.features.gap_register.seeds import seed_register
from gapless.features.gap_register.servers.endpoints import router as servers_router
from gapless.features.gap_register.transfer.endpoints import router as transfer_router
from gapless.features.gap_register.verification.endpoints import router as verification_router
from gapless.features.gap_register.verification.jobs import JOBS, SCHEDULES
from gapless.platform.feature import Feature

# Fixed paths come first: `/gaps/export` is no gap.
feature = Feature(
    name="gap_register",
    routers=(transfer_router, servers_router, findings_router, verification_router, router),
    jobs=JOBS,
    schedules=SCHEDULES,
    seeds=(seed_register,),
)
