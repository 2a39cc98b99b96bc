import { ActionIcon, Alert, Code, Drawer, Group, Stack, Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changesBetween } from '@/ui/diff';
import { DiffView } from '@/ui/DiffView';
import { IconAlert, IconSearch } from '@/ui/icons';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { Fact, FactList, Part } from './Facts';
import { TONES, useAuditWords } from './labels';
import type { AuditRow } from './queries';
import { type AuditSearch, ofRequest } from './search';
import classes from './audit.module.css';

interface Props {
  row: AuditRow | undefined;
  onClose: () => void;
  onFilter: (changes: Partial<AuditSearch>) => void;
}

/** One row of the log, in full. */
export function EventDrawer({ row, onClose, onFilter }: Props) {
  const { t } = useTranslation(['audit', 'common']);
  const words = useAuditWords();
  // The row last shown stays while the drawer slides out.
  const [shown, setShown] = useState(row);
  if (row !== undefined && row !== shown) setShown(row);
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={
        shown && (
          <Group gap="xs">
            <Text fw={650}>{words.action(shown.action)}</Text>
            <StatusBadge tone={TONES[shown.status]}>{t(`status.${shown.status}`)}</StatusBadge>
          </Group>
        )
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="audit-detail"
    >
      {shown && <Details row={shown} onFilter={onFilter} />}
    </Drawer>
  );
}

function OnlyThis({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={onClick} aria-label={label}>
        <IconSearch size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Stored messages begin with their code, which stands above them already. */
function withoutCode(message: string | null, code: string): string | null {
  return message?.startsWith(`${code}: `) === true ? message.slice(code.length + 2) : message;
}

function Details({ row, onFilter }: { row: AuditRow; onFilter: Props['onFilter'] }) {
  const { t } = useTranslation('audit');
  const words = useAuditWords();
  const { actor_user_id, resource_id, request_id } = row;
  const hasState = row.before_json !== null || row.after_json !== null;
  return (
    <Stack gap="lg" pt="xs">
      <Text size="sm" component="div">
        <Time value={row.timestamp} />
      </Text>
      {row.error_code !== null && (
        <Alert color="red" variant="light" icon={<IconAlert />} title={row.error_code}>
          {withoutCode(row.error_message, row.error_code)}
        </Alert>
      )}
      <Part title={t('detail.changed')}>
        {hasState ? (
          <DiffView changes={changesBetween(row.before_json, row.after_json)} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('detail.noState')}
          </Text>
        )}
      </Part>
      <Part title={t('detail.what')}>
        <FactList>
          <Fact label={t('detail.reason')} value={row.reason} />
          <Fact label={t('detail.code')} value={row.action} isCode />
          <Fact label={t('detail.resource')} value={words.type(row.resource_type)} />
          <Fact
            label={t('detail.resourceId')}
            value={resource_id}
            isCode
            action={
              resource_id !== null && (
                <OnlyThis
                  label={t('detail.onlyResource')}
                  onClick={() => onFilter({ resource_id })}
                />
              )
            }
          />
          <Fact label={t('detail.request')} value={request_id} isCode />
        </FactList>
        {request_id !== null && (
          <Link to="/audit" search={ofRequest(request_id)} className={classes.link}>
            {t('detail.wholeRequest')}
          </Link>
        )}
      </Part>
      <Part title={t('detail.who')}>
        <FactList>
          <Fact
            label={t('detail.actor')}
            value={
              row.actor_email ?? actor_user_id ?? t(row.ip_address === null ? 'system' : 'nobody')
            }
            action={
              actor_user_id !== null && (
                <OnlyThis
                  label={t('detail.onlyActor')}
                  onClick={() => onFilter({ actor_user_id })}
                />
              )
            }
          />
          <Fact label={t('detail.role')} value={row.actor_role} />
          <Fact label={t('detail.brand')} value={row.tenant_id ?? t('detail.platform')} />
          <Fact label={t('detail.address')} value={row.ip_address} />
          <Fact label={t('detail.browser')} value={row.user_agent} />
        </FactList>
      </Part>
      {Object.keys(row.details).length > 0 && (
        <Part title={t('detail.details')}>
          <Code block>{JSON.stringify(row.details, null, 2)}</Code>
        </Part>
      )}
      <Chain row={row} />
    </Stack>
  );
}

function Chain({ row }: { row: AuditRow }) {
  const { t } = useTranslation('audit');
  const link = (name: string) => {
    const value = row.metadata_json[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  return (
    <Part title={t('detail.chain')}>
      <FactList>
        <Fact label={t('detail.chainName')} value={link('chain')} />
        <Fact label={t('detail.sequence')} value={link('sequence')} />
        <Fact label={t('detail.previous')} value={link('previous_hash')} isCode />
        <Fact label={t('detail.hash')} value={link('row_hash')} isCode />
      </FactList>
    </Part>
  );
}
