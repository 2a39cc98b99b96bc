import { Alert, Button, Drawer, Group, List, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { changesBetween } from '@/ui/diff';
import { DiffView } from '@/ui/DiffView';
import { Facts } from '@/ui/Facts';
import { IconAlert } from '@/ui/icons';
import { AnchorLink, ButtonLink } from '@/ui/links';
import { notifyDone } from '@/ui/notify';
import { Time } from '@/ui/Time';
import { readableState, ruleNames } from '../targeting/differences';
import { useConditionWords } from '../targeting/useConditionWords';
import { agreed, RequestStatus } from './ApprovalsTab';
import { type ChangeRequest, useApprove, useReject, useWithdraw } from './queries';
import { useFieldWord } from '../useFieldWord';

interface Props {
  request: ChangeRequest | undefined;
  onClose: () => void;
}

/** A change in full, what others said to it, and the way to say something oneself. */
export function RequestDrawer({ request, onClose }: Props) {
  const { t } = useTranslation(['featureFlags', 'common']);
  return (
    <Drawer
      opened={request !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{request?.flag_name ?? ''}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="request"
    >
      {request !== undefined && <Detail request={request} />}
    </Drawer>
  );
}

function Detail({ request }: { request: ChangeRequest }) {
  const { t } = useTranslation('featureFlags');
  const fieldWord = useFieldWord();
  const words = useConditionWords();
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <RequestStatus status={request.status} />
        <ButtonLink
          to="/features/$flagId"
          params={{ flagId: request.flag }}
          variant="default"
          size="xs"
        >
          {t('approvals.toFlag')}
        </ButtonLink>
      </Group>
      <Text size="sm">{request.comment}</Text>
      {request.deed !== null && <DeedOf deed={request.deed} />}
      <Facts
        rows={[
          [t('approvals.author'), request.author],
          [t('approvals.asked'), <Time key="asked" value={request.created_at} />],
          [t('approvals.agreed'), `${agreed(request)} / ${request.required}`],
          ...(request.due_at === null
            ? []
            : ([[t('approvals.due'), <Time key="due" value={request.due_at} />]] as const)),
        ]}
      />
      {request.moved.length > 0 && (
        <Alert color="yellow" icon={<IconAlert />} role="alert">
          {t('approvals.moved', {
            places: request.moved
              .map((place) => fieldWord(place.replace(/^environments\./, '')))
              .join(', '),
          })}
        </Alert>
      )}
      <div>
        <Title order={3} size="h6" mb={6}>
          {t('approvals.change')}
        </Title>
        <DiffView
          label={(path) => fieldWord(path, ruleNames(request.before, request.after))}
          changes={changesBetween(
            readableState(request.before, words),
            readableState(request.after, words),
          )}
        />
        {request.ramp !== null && (
          <Text size="xs" c="dimmed" mt={6}>
            {t('approvals.ramp', {
              steps: request.ramp.steps.map((step) => `${step.weight / 1000}%`).join(' → '),
            })}
          </Text>
        )}
      </div>
      {request.decisions.length > 0 && (
        <div>
          <Title order={3} size="h6" mb={6}>
            {t('approvals.said')}
          </Title>
          <List size="sm" spacing={4}>
            {request.decisions.map((decision) => (
              <List.Item key={decision.admin}>
                {`${decision.admin}: ${t(`approvals.decisions.${decision.decision}`)}`}
                {decision.comment !== '' && ` – ${decision.comment}`}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {request.status === 'open' && <Decide request={request} />}
    </Stack>
  );
}

/** What an experiment does at once with the change. */
function DeedOf({ deed }: { deed: NonNullable<ChangeRequest['deed']> }) {
  const { t } = useTranslation('featureFlags');
  return (
    <Text size="sm">
      {t(`approvals.deeds.${deed.act}`, { variant: deed.variant })}:{' '}
      <AnchorLink
        to="/features/experiments/$experimentId"
        params={{ experimentId: deed.experiment }}
      >
        {deed.name}
      </AnchorLink>
    </Text>
  );
}

type Act = 'approve' | 'reject' | 'withdraw';

function Decide({ request }: { request: ChangeRequest }) {
  const { t } = useTranslation('featureFlags');
  const { can } = useAccess();
  const [asking, setAsking] = useState<Act | null>(null);
  const running = {
    approve: useApprove(request.id),
    reject: useReject(request.id),
    withdraw: useWithdraw(request.id),
  };
  const act = asking ?? 'approve';

  function close() {
    running[act].reset();
    setAsking(null);
  }

  function confirm(reason: string | undefined) {
    const done = {
      onSuccess: () => {
        notifyDone(t(`approvals.acts.${act}.done`));
        close();
      },
    };
    if (act === 'withdraw') running.withdraw.mutate(undefined, done);
    else running[act].mutate(reason, done);
  }

  if (request.mine)
    return (
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw={340}>
          {t('approvals.mine')}
        </Text>
        <Button variant="default" onClick={() => setAsking('withdraw')} data-testid="withdraw">
          {t('approvals.acts.withdraw.label')}
        </Button>
        {dialog()}
      </Group>
    );
  if (!can('flags:approve')) return null;
  return (
    <Group justify="flex-end" gap="xs">
      <Button
        variant="outline"
        color="red.8"
        onClick={() => setAsking('reject')}
        data-testid="reject"
      >
        {t('approvals.acts.reject.label')}
      </Button>
      <Button
        onClick={() => setAsking('approve')}
        disabled={request.moved.length > 0}
        data-testid="approve"
      >
        {t('approvals.acts.approve.label')}
      </Button>
      {dialog()}
    </Group>
  );

  function dialog() {
    return (
      <ConfirmDialog
        opened={asking !== null}
        onClose={close}
        title={t(`approvals.acts.${act}.title`, { name: request.flag_name })}
        confirm={t(`approvals.acts.${act}.label`)}
        danger={act !== 'approve'}
        reason={act === 'withdraw' ? undefined : act === 'reject' ? 'required' : 'optional'}
        isPending={running[act].isPending}
        error={running[act].error}
        onConfirm={confirm}
      >
        {t(`approvals.acts.${act}.text`)}
      </ConfirmDialog>
    );
  }
}
