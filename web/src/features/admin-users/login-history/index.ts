export { LoginHistoryTab } from './LoginHistoryTab';
