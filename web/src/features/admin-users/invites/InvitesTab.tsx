import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { IconPlus } from '@/ui/icons';
import { BrandFilter } from '../BrandFilter';
import { LinkDialog, type OneTimeLink } from '../LinkDialog';
import { CreateUser } from '../users/CreateUser';
import { useInviteColumns } from './columns';
import { type InviteAct, InviteDialog } from './InviteDialog';
import { invitesQuery, PAGE_SIZE } from './queries';
import { INVITE_STATUSES, type InvitesSearch } from './search';

const route = getRouteApi('/shell/admins/invites');
const CLEARED: InvitesSearch = { search: undefined, status: undefined, brand: undefined };

/** Who was invited, and what became of it. */
export function InvitesTab() {
  const { t } = useTranslation(['adminInvites', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const invites = useQuery(invitesQuery(search));
  const [act, setAct] = useState<InviteAct | null>(null);
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const [creating, creation] = useDisclosure(false);
  const mayWrite = can('admins:write');
  const isFiltered = [search.search, search.status, search.brand].some((v) => v !== undefined);
  const change = (next: Partial<InvitesSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  const columns = useInviteColumns(mayWrite ? setAct : undefined);
  const inviteButton = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={creation.open} data-testid="new-invite">
      {t('invite')}
    </Button>
  );

  return (
    <>
      <FilterBar isActive={isFiltered} onClear={() => change(CLEARED)} right={inviteButton}>
        <SearchFilter
          main
          label={t('search')}
          value={search.search}
          onChange={(text) => change({ search: text })}
        />
        <SelectFilter
          label={t('status')}
          value={search.status}
          data={INVITE_STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) }))}
          onChange={(status) => change({ status: status as InvitesSearch['status'] })}
        />
        <BrandFilter value={search.brand} onChange={(brand) => change({ brand })} />
      </FilterBar>
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={invites.data?.rows}
        rowKey={(invite) => invite.id}
        state={invites}
        isDimmed={(invite) => invite.status === 'revoked'}
        minWidth={860}
        paging={{
          page: search.page ?? 1,
          pageSize: PAGE_SIZE,
          total: invites.data?.total ?? 0,
          onPage: (page) => void navigate({ search: (old) => ({ ...old, page }) }),
        }}
        empty={
          isFiltered ? (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
            />
          ) : (
            <EmptyState
              title={t('emptyTitle')}
              text={t('emptyText')}
              action={inviteButton || undefined}
            />
          )
        }
      />
      <InviteDialog act={act} onClose={() => setAct(null)} onLink={setLink} />
      <CreateUser opened={creating} onClose={creation.close} onInvited={setLink} />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </>
  );
}
