export { GapPage } from './GapPage';
export { GapRegisterPage } from './GapRegisterPage';
