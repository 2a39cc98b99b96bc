export { AuditTab } from './AuditTab';
export { FeaturesLayout } from './FeaturesLayout';
export { FlagsPage } from './FlagsPage';
