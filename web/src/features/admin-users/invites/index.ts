export { InvitesTab } from './InvitesTab';
