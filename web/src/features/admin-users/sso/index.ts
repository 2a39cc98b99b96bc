export { ProvidersCard } from './ProvidersCard';
export { ScimCard } from './ScimCard';
