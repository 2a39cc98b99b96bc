export { ApiKeys } from './ApiKeys';
export { ApiKeysPage } from './ApiKeysPage';
