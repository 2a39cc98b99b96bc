import { Alert, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAuditWords } from '@/features/audit/labels';
import { ofRequest } from '@/features/audit/search';
import { changesBetween } from '@/ui/diff';
import { DiffView } from '@/ui/DiffView';
import { Facts } from '@/ui/Facts';
import { IconAlert } from '@/ui/icons';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { Risk } from './columns';
import type { ActivityRow } from './queries';

interface Props {
  act: ActivityRow | undefined;
  onClose: () => void;
}

/** One act: what it changed, how risky it was, and the way to all of its request. */
export function ActivityDrawer({ act, onClose }: Props) {
  const { t } = useTranslation(['adminActivity', 'common']);
  const words = useAuditWords();
  const [shown, setShown] = useState(act);
  if (act !== undefined && act !== shown) setShown(act);
  return (
    <Drawer
      opened={act !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={
        shown && (
          <Group gap="xs">
            <Text fw={650}>{words.action(shown.action)}</Text>
            <Risk level={shown.risk_level} />
          </Group>
        )
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="activity-drawer"
    >
      {shown && <Details act={shown} />}
    </Drawer>
  );
}

function Details({ act }: { act: ActivityRow }) {
  const { t } = useTranslation(['adminActivity', 'common']);
  const words = useAuditWords();
  const word = useWord('adminMatrix', 'modules');
  const hasState = act.before_snapshot !== null || act.after_snapshot !== null;
  return (
    <Stack gap="lg" pt="xs">
      {act.error_code !== null && (
        <Alert color="red" variant="light" icon={<IconAlert />} title={words.status(act.status)}>
          {act.error_code}
        </Alert>
      )}
      <section>
        <Title order={3} size="h6" mb={6}>
          {t('changed')}
        </Title>
        {hasState ? (
          <DiffView changes={changesBetween(act.before_snapshot, act.after_snapshot)} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('noState')}
          </Text>
        )}
      </section>
      <Facts
        rows={[
          [t('admin'), `${act.admin_name} · ${act.admin_email ?? ''}`],
          [t('time'), <Time key="time" value={act.timestamp} />],
          [t('module'), word(act.module)],
          [t('thing'), `${words.type(act.resource_type)} ${act.resource_id ?? ''}`],
          [t('common:reason'), act.reason ?? '–'],
          [t('address'), act.ip_address ?? '–'],
          [t('brand'), act.tenant_id ?? '–'],
        ]}
      />
      <Text size="sm" c="dimmed">
        {t('riskText')}
      </Text>
      {act.request_id !== null && (
        <AnchorLink size="sm" to="/audit" search={ofRequest(act.request_id)}>
          {t('wholeRequest')}
        </AnchorLink>
      )}
    </Stack>
  );
}
