import { Alert, Button, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { IconAlert, IconPower } from '@/ui/icons';
import { PageHeader } from '@/ui/PageHeader';
import { HistoryTable } from './HistoryTable';
import { ModulesTable } from './ModulesTable';
import { type ModuleKey, statusQuery } from './queries';
import { StandingSwitches } from './StandingSwitches';
import { ThrowDialog } from './ThrowDialog';

export function KillSwitchPage() {
  return (
    <RequirePermission permission="kill_switch:read">
      <KillSwitch />
    </RequirePermission>
  );
}

function KillSwitch() {
  const { t } = useTranslation('killSwitch');
  const { can, has } = useAccess();
  const status = useQuery(statusQuery);
  const [throwing, setThrowing] = useState<ModuleKey | null | undefined>(undefined);
  const mayLift = can('kill_switch:write');
  const mayThrow = mayLift && has('can_use_kill_switch');

  return (
    <>
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          mayThrow && (
            <Button
              color="red.8"
              leftSection={<IconPower size={16} />}
              onClick={() => setThrowing(null)}
              data-testid="throw"
            >
              {t('throw.open')}
            </Button>
          )
        }
      />
      <Stack gap="lg">
        {status.data?.kill_switch_all === true && (
          <Alert color="red" icon={<IconAlert />} title={t('all.title')}>
            {t('all.text')}
          </Alert>
        )}
        <section aria-labelledby="standing">
          <Title order={2} size="h4" mb="xs" id="standing">
            {t('standing.title')}
          </Title>
          <StandingSwitches status={status} mayLift={mayLift} />
        </section>
        <section aria-labelledby="modules">
          <Title order={2} size="h4" mb="xs" id="modules">
            {t('modulesTitle')}
          </Title>
          <ModulesTable status={status} onThrow={mayThrow ? setThrowing : undefined} />
        </section>
        <section aria-labelledby="history">
          <Title order={2} size="h4" mb="xs" id="history">
            {t('history.title')}
          </Title>
          <HistoryTable status={status.data} />
        </section>
      </Stack>
      <ThrowDialog
        opened={throwing !== undefined}
        module={throwing ?? null}
        brands={status.data?.brands ?? []}
        modules={status.data?.modules ?? []}
        onClose={() => setThrowing(undefined)}
      />
    </>
  );
}
