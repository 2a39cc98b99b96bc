export { KillSwitchPage } from './KillSwitchPage';
