import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { PageHeader } from '@/ui/PageHeader';
import { ApiKeys } from './ApiKeys';

const route = getRouteApi('/shell/keys');

export function ApiKeysPage() {
  const { t } = useTranslation('apiKeys');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <RequirePermission permission="api_keys:read">
      <ApiKeys
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
        header={(actions) => <PageHeader title={t('title')} text={t('text')} actions={actions} />}
      />
    </RequirePermission>
  );
}
