export { ImportJobPage } from './ImportJobPage';
export { ImportsPage } from './ImportsPage';
