export { SecurityTab } from './SecurityTab';
