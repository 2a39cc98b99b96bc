export { ApprovalsTab } from './approvals/ApprovalsTab';
export { AuditTab } from './AuditTab';
export { EnvironmentsTab } from './environments/EnvironmentsTab';
export { FeaturesLayout } from './FeaturesLayout';
export { FlagPage } from './flag/FlagPage';
export { FlagsPage } from './FlagsPage';
export { SegmentsTab } from './segments/SegmentsTab';
