"""Reading the audit log: list, filters, export, verification."""

from gapless.features.audit_log.endpoints import router
from gapless.platform.feature import Feature

feature = Feature(name="audit_log", routers=(router,))
