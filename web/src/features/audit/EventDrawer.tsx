import { Button, Code, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/CopyButton';
import { changesBetween } from '@/ui/diff';
import { DiffView } from '@/ui/DiffView';
import { Facts } from '@/ui/Facts';
import { Time } from '@/ui/Time';
import type { AuditEvent } from './AuditPage';
import { EventStatus } from './columns';
import type { AuditSearch } from './search';

interface Props {
  event: AuditEvent | undefined;
  onClose: () => void;
  onFilter: (search: Partial<AuditSearch>) => void;
}

export function EventDrawer({ event, onClose, onFilter }: Props) {
  const { t } = useTranslation(['audit', 'common']);
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={<Text fw={650}>{event?.action ?? ''}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="audit-drawer"
    >
      {event && <Detail event={event} onFilter={onFilter} />}
    </Drawer>
  );
}

function Id({ value, label }: { value: string | null; label: string }) {
  if (value === null) return '–';
  return (
    <Group gap={4} wrap="nowrap">
      <Text span inherit ff="monospace" fz="xs">
        {value}
      </Text>
      <CopyButton value={value} label={label} />
    </Group>
  );
}

function Detail({ event, onFilter }: { event: AuditEvent; onFilter: Props['onFilter'] }) {
  const { t } = useTranslation('audit');
  const { resource_type, resource_id, request_id } = event;
  const hasDetails = Object.keys(event.details).length > 0;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <EventStatus status={event.status} />
        <Group gap="xs">
          {resource_id !== null && (
            <Button
              variant="default"
              size="xs"
              onClick={() => onFilter({ resource_type, resource_id, since_hours: 720 })}
            >
              {t('detail.sameResource')}
            </Button>
          )}
          {request_id !== null && (
            <Button variant="default" size="xs" onClick={() => onFilter({ request_id })}>
              {t('detail.sameRequest')}
            </Button>
          )}
        </Group>
      </Group>
      <Facts
        rows={[
          [t('columns.time'), <Time key="time" value={event.timestamp} />],
          [
            t('columns.actor'),
            `${event.actor_email ?? event.actor_user_id ?? t('system')}${
              event.actor_role === null ? '' : ` (${event.actor_role})`
            }`,
          ],
          [t('columns.resource'), resource_type],
          [
            t('columns.resourceId'),
            <Id key="id" value={resource_id} label={t('columns.resourceId')} />,
          ],
          [t('columns.reason'), event.reason ?? '–'],
          ...(event.error_code === null
            ? []
            : [[t('detail.error'), `${event.error_code}: ${event.error_message ?? ''}`] as const]),
          [
            t('columns.requestId'),
            <Id key="request" value={request_id} label={t('columns.requestId')} />,
          ],
          [t('detail.ip'), event.ip_address ?? '–'],
          [t('detail.client'), event.user_agent ?? '–'],
          [t('detail.sequence'), String(event.sequence)],
        ]}
      />
      <div>
        <Title order={3} size="h5" mb={6}>
          {t('detail.changes')}
        </Title>
        <DiffView changes={changesBetween(event.before_json, event.after_json)} />
      </div>
      {hasDetails && (
        <div>
          <Title order={3} size="h5" mb={6}>
            {t('detail.details')}
          </Title>
          <Code block tabIndex={0}>
            {JSON.stringify(event.details, null, 2)}
          </Code>
        </div>
      )}
    </Stack>
  );
}
