import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Experiment, useShip } from './queries';

interface Props {
  experiment: Experiment;
  opened: boolean;
  onClose: () => void;
  /** What the reading advises. */
  winner?: string | null;
}

const SHORTEST_REASON = 3;

/** Makes a variant the flag's value for everybody. */
export function ShipDialog(props: Props) {
  const { t } = useTranslation(['experiments', 'common']);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={<Text fw={650}>{t('ship.title', { name: props.experiment.name })}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <ShipForm {...props} />
    </Modal>
  );
}

function ShipForm({ experiment, winner, onClose }: Props) {
  const { t } = useTranslation(['experiments', 'common']);
  const shipping = useShip();
  const environment = useWord('featureFlags', 'environments');
  const [variant, setVariant] = useState<string | null>(winner ?? null);
  const [reason, setReason] = useState('');
  const isReady = variant !== null && reason.trim().length >= SHORTEST_REASON;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!isReady) return;
    shipping.mutate(
      { id: experiment.id, variant, reason: reason.trim() },
      {
        onSuccess: (row) => {
          notifyDone(
            t(row.request_status === 'open' ? 'acts.asked' : 'ship.done', { name: row.name }),
          );
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          {t(experiment.audience.length > 0 ? 'ship.textAudience' : 'ship.text', {
            flag: experiment.flag_id,
            environment: environment(experiment.environment),
          })}
        </Text>
        <Radio.Group label={t('ship.variant')} value={variant} onChange={setVariant} required>
          <Stack gap="xs" mt={4}>
            {experiment.variants.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                label={one.name}
                description={one.id === winner ? t('ship.advised') : one.id}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('common:reason')}
          description={t('common:reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={2}
          required
        />
        {shipping.error !== null && <ProblemAlert error={shipping.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            type="submit"
            loading={shipping.isPending}
            disabled={!isReady}
            data-testid="confirm"
          >
            {t('acts.ship.button')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
