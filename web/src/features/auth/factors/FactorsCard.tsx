import { Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';
import { Passkeys } from './Passkeys';
import { factorsQuery, type OwnFactors, useRemoveTotp, useRenewCodes } from './queries';
import { type Setup, SetupDialog } from './SetupDialog';

/** The second factors of whoever is signed in. */
export function FactorsCard() {
  const { t } = useTranslation('factors');
  const factors = useQuery(factorsQuery);
  const [setup, setSetup] = useState<Setup | null>(null);
  return (
    <Paper p="lg" mb="lg" component="section" aria-labelledby="second-factor">
      <Title order={2} size="h4" id="second-factor">
        {t('title')}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t('text')}
      </Text>
      {factors.data !== undefined ? (
        <Stack gap="lg">
          <App factors={factors.data} onSetup={setSetup} />
          <Passkeys passkeys={factors.data.passkeys} onCodes={(codes) => setSetup(codes)} />
          <Codes factors={factors.data} onSetup={setSetup} />
        </Stack>
      ) : factors.error !== null ? (
        <ProblemAlert error={factors.error} onRetry={() => void factors.refetch()} />
      ) : (
        <Skeleton height={120} />
      )}
      <SetupDialog setup={setup} onClose={() => setSetup(null)} />
    </Paper>
  );
}

interface RowProps {
  title: string;
  text: string;
  state: ReactNode;
  children: ReactNode;
}

/** One kind of factor: what it is, whether it is there, what can be done. */
function Row({ title, text, state, children }: RowProps) {
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <div>
        <Group gap="xs">
          <Text fw={600}>{title}</Text>
          {state}
        </Group>
        <Text size="sm" c="dimmed" maw={620}>
          {text}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap">
        {children}
      </Group>
    </Group>
  );
}

interface PartProps {
  factors: OwnFactors;
  onSetup: (setup: Setup) => void;
}

function App({ factors, onSetup }: PartProps) {
  const { t } = useTranslation('factors');
  const remove = useRemoveTotp();
  const [isAsking, setAsking] = useState(false);
  const isOn = factors.totp_since !== null;
  return (
    <Row
      title={t('totp')}
      text={t('totpText')}
      state={<StatusBadge tone={isOn ? 'good' : 'neutral'}>{t(isOn ? 'on' : 'off')}</StatusBadge>}
    >
      {isOn ? (
        <Button variant="default" onClick={() => setAsking(true)} data-testid="remove-totp">
          {t('remove')}
        </Button>
      ) : (
        <Button onClick={() => onSetup({ what: 'totp' })} data-testid="add-totp">
          {t('setUp')}
        </Button>
      )}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
        title={t('totpRemoveTitle')}
        confirm={t('remove')}
        danger
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              setAsking(false);
              notifyDone(t('removed'));
            },
          })
        }
      >
        {t('totpRemoveText')}
      </ConfirmDialog>
    </Row>
  );
}

function Codes({ factors, onSetup }: PartProps) {
  const { t } = useTranslation('factors');
  const renew = useRenewCodes();
  const [isAsking, setAsking] = useState(false);
  const left = factors.recovery_codes_left;
  if (factors.totp_since === null && factors.passkeys.length === 0) return null;
  return (
    <Row
      title={t('codes')}
      text={t('codesWhy')}
      state={
        <StatusBadge tone={left > 3 ? 'good' : left > 0 ? 'warn' : 'bad'}>
          {t('codesLeft', { count: left })}
        </StatusBadge>
      }
    >
      <Button variant="default" onClick={() => setAsking(true)} data-testid="renew-codes">
        {t('codesRenew')}
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('codesRenewTitle')}
        confirm={t('codesRenew')}
        isPending={renew.isPending}
        error={renew.error}
        onConfirm={() =>
          renew.mutate(undefined, {
            onSuccess: (made) => {
              setAsking(false);
              onSetup({ what: 'codes', codes: made.recovery_codes });
            },
            onError: notifyProblem,
          })
        }
      >
        {t('codesRenewText')}
      </ConfirmDialog>
    </Row>
  );
}
