export { RiskTab } from './RiskTab';
