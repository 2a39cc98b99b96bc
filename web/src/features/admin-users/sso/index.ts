export { ProvidersCard } from './ProvidersCard';
