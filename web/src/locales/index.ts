import adminDelegation from './en/adminDelegation.json';
import adminLogins from './en/adminLogins.json';
import adminNetworks from './en/adminNetworks.json';
import adminActivity from './en/adminActivity.json';
import adminInvites from './en/adminInvites.json';
import adminMatrix from './en/adminMatrix.json';
import adminTeams from './en/adminTeams.json';
import adminRisk from './en/adminRisk.json';
import adminRoles from './en/adminRoles.json';
import adminSecurity from './en/adminSecurity.json';
import adminSessions from './en/adminSessions.json';
import adminUsers from './en/adminUsers.json';
import apiKeys from './en/apiKeys.json';
import audit from './en/audit.json';
import auth from './en/auth.json';
import common from './en/common.json';
import dashboard from './en/dashboard.json';
import experiments from './en/experiments.json';
import factors from './en/factors.json';
import featureFlags from './en/featureFlags.json';
import flagAnalytics from './en/flagAnalytics.json';
import flagEditor from './en/flagEditor.json';
import flagTransfer from './en/flagTransfer.json';
import games from './en/games.json';
import gapRegister from './en/gapRegister.json';
import imports from './en/imports.json';
import killSwitch from './en/killSwitch.json';
import shell from './en/shell.json';
import sso from './en/sso.json';
import tenants from './en/tenants.json';
import trAdminDelegation from './tr/adminDelegation.json';
import trAdminLogins from './tr/adminLogins.json';
import trAdminNetworks from './tr/adminNetworks.json';
import trAdminActivity from './tr/adminActivity.json';
import trAdminInvites from './tr/adminInvites.json';
import trAdminMatrix from './tr/adminMatrix.json';
import trAdminTeams from './tr/adminTeams.json';
import trAdminRisk from './tr/adminRisk.json';
import trAdminRoles from './tr/adminRoles.json';
import trAdminSecurity from './tr/adminSecurity.json';
import trAdminSessions from './tr/adminSessions.json';
import trAdminUsers from './tr/adminUsers.json';
import trApiKeys from './tr/apiKeys.json';
import trAudit from './tr/audit.json';
import trAuth from './tr/auth.json';
import trCommon from './tr/common.json';
import trDashboard from './tr/dashboard.json';
import trExperiments from './tr/experiments.json';
import trFactors from './tr/factors.json';
import trFeatureFlags from './tr/featureFlags.json';
import trFlagAnalytics from './tr/flagAnalytics.json';
import trFlagEditor from './tr/flagEditor.json';
import trFlagTransfer from './tr/flagTransfer.json';
import trGames from './tr/games.json';
import trGapRegister from './tr/gapRegister.json';
import trImports from './tr/imports.json';
import trKillSwitch from './tr/killSwitch.json';
import trShell from './tr/shell.json';
import trSso from './tr/sso.json';
import trTenants from './tr/tenants.json';

const en = {
  adminDelegation,
  adminLogins,
  adminNetworks,
  adminActivity,
  adminInvites,
  adminMatrix,
  adminTeams,
  adminRisk,
  adminRoles,
  adminSecurity,
  adminSessions,
  adminUsers,
  apiKeys,
  audit,
  auth,
  common,
  dashboard,
  experiments,
  factors,
  featureFlags,
  flagAnalytics,
  flagEditor,
  flagTransfer,
  games,
  gapRegister,
  imports,
  killSwitch,
  shell,
  sso,
  tenants,
};

/** The compiler holds Turkish to the namespaces of English; a test holds it to every key. */
const tr: Record<keyof typeof en, object> = {
  adminDelegation: trAdminDelegation,
  adminLogins: trAdminLogins,
  adminNetworks: trAdminNetworks,
  adminActivity: trAdminActivity,
  adminInvites: trAdminInvites,
  adminMatrix: trAdminMatrix,
  adminTeams: trAdminTeams,
  adminRisk: trAdminRisk,
  adminRoles: trAdminRoles,
  adminSecurity: trAdminSecurity,
  adminSessions: trAdminSessions,
  adminUsers: trAdminUsers,
  apiKeys: trApiKeys,
  audit: trAudit,
  auth: trAuth,
  common: trCommon,
  dashboard: trDashboard,
  experiments: trExperiments,
  factors: trFactors,
  featureFlags: trFeatureFlags,
  flagAnalytics: trFlagAnalytics,
  flagEditor: trFlagEditor,
  flagTransfer: trFlagTransfer,
  games: trGames,
  gapRegister: trGapRegister,
  imports: trImports,
  killSwitch: trKillSwitch,
  shell: trShell,
  sso: trSso,
  tenants: trTenants,
};

export const resources = { en, tr };
