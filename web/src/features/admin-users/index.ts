export { AdminsLayout } from './AdminsLayout';
