import { Button, Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconChevronDown } from '@/ui/icons';
import { rolesQuery } from '../roles/queries';
import { teamsQuery } from '../teams/queries';
import { BulkOutcome } from './BulkOutcome';
import { type BulkChange, type BulkResult, useBulk, type UserRow } from './queries';
import classes from '../adminUsers.module.css';

interface Props {
  users: UserRow[];
  onDone: () => void;
}

interface Asked {
  body: BulkChange;
  /** The role or team it is about. */
  name: string;
}

/** One act on every chosen admin. Whoever may not be changed is told afterwards, with the reason. */
export function BulkBar({ users, onDone }: Props) {
  const { t } = useTranslation(['adminUsers', 'common']);
  const roles = (useQuery(rolesQuery()).data ?? []).filter((role) => role.is_assignable);
  const teams = (useQuery(teamsQuery).data ?? []).filter((team) => team.is_grantable);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [outcome, setOutcome] = useState<BulkResult | null>(null);
  const bulk = useBulk();
  const ids = users.map((user) => user.id);
  const count = users.length;
  const ask = (body: BulkChange, name = '') => {
    bulk.reset();
    setAsked({ body, name });
  };
  const act = asked?.body.action ?? 'enable';

  const choice = (
    label: string,
    items: { id: string; name: string }[],
    body: (id: string) => BulkChange,
  ) => (
    <Menu position="bottom-start" returnFocus>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          rightSection={<IconChevronDown size={12} />}
          disabled={items.length === 0}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflow: 'auto' }}>
        {items.map((item) => (
          <Menu.Item key={item.id} onClick={() => ask(body(item.id), item.name)}>
            {item.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );

  return (
    <>
      {count > 0 && (
        <div className={classes.bulk} role="region" aria-label={t('bulk.label')}>
          <Text size="sm" fw={600}>
            {t('bulk.chosen', { count })}
          </Text>
          {(['enable', 'disable'] as const).map((action) => (
            <Button
              key={action}
              size="xs"
              variant="default"
              onClick={() => ask({ action, ids })}
              data-testid={`bulk-${action}`}
            >
              {t(`users.${action}`)}
            </Button>
          ))}
          {choice(t('bulk.setRole'), roles, (role) => ({ action: 'set_role', ids, role }))}
          {choice(t('bulk.addToTeam'), teams, (id) => ({
            action: 'add_to_team',
            ids,
            team_id: id,
          }))}
          {choice(t('bulk.removeFromTeam'), teams, (id) => ({
            action: 'remove_from_team',
            ids,
            team_id: id,
          }))}
          <Button
            size="xs"
            variant="default"
            onClick={() => ask({ action: 'send_reset_link', ids })}
          >
            {t('bulk.sendLink')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
            {t('bulk.none')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t(`bulk.titles.${act}`, { count, name: asked?.name })}
        confirm={t('bulk.confirm')}
        danger={act === 'disable'}
        reason={act === 'disable' ? 'required' : 'optional'}
        isPending={bulk.isPending}
        error={bulk.error}
        onConfirm={(reason) => {
          if (asked === null) return;
          bulk.mutate(
            { body: asked.body, reason },
            {
              onSuccess: (result) => {
                setAsked(null);
                setOutcome(result);
                onDone();
              },
            },
          );
        }}
      >
        {t('bulk.text')}
      </ConfirmDialog>
      <BulkOutcome result={outcome} users={users} onClose={() => setOutcome(null)} />
    </>
  );
}
