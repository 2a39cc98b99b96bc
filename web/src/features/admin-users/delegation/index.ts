export { DelegationTab } from './DelegationTab';
