import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconChevronDown } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { actsOf } from './model';
import { type Act, type Experiment, useAct } from './queries';
import { ShipDialog } from './ShipDialog';

/** What can be done with an experiment now: the likely act as a button, the others in a menu. */
export function ActMenu({
  experiment,
  winner = null,
}: {
  experiment: Experiment;
  /** What the reading advises to ship. */
  winner?: string | null;
}) {
  const { t } = useTranslation('experiments');
  const [chosen, choose] = useState<Act | 'ship' | null>(null);
  const [first, ...others] = actsOf(experiment);
  if (first === undefined) return null;
  return (
    <>
      <Group gap={4} wrap="nowrap" justify="flex-end">
        <Button
          size="xs"
          variant={first === 'start' || first === 'resume' ? 'filled' : 'default'}
          onClick={() => choose(first)}
          aria-label={t(`acts.${first}.named`, { name: experiment.name })}
          data-testid={`act-${first}`}
        >
          {t(`acts.${first}.button`)}
        </Button>
        {others.length > 0 && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('acts.more', { name: experiment.name })}
                data-testid="more-acts"
              >
                <IconChevronDown size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {others.map((act) => (
                <Menu.Item key={act} onClick={() => choose(act)} data-testid={`act-${act}`}>
                  {t(`acts.${act}.button`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <ActDialog
        experiment={experiment}
        act={chosen === 'ship' ? null : chosen}
        onClose={() => choose(null)}
      />
      <ShipDialog
        experiment={experiment}
        winner={winner}
        opened={chosen === 'ship'}
        onClose={() => choose(null)}
      />
    </>
  );
}

interface DialogProps {
  experiment: Experiment;
  act: Act | null;
  onClose: () => void;
}

function ActDialog({ experiment, act, onClose }: DialogProps) {
  const { t } = useTranslation('experiments');
  const acting = useAct();
  const environment = useWord('featureFlags', 'environments');
  // The words stay while the dialog fades out.
  const [last, setLast] = useState<Act>('start');
  if (act !== null && act !== last) setLast(act);

  function close() {
    acting.reset();
    onClose();
  }

  return (
    <ConfirmDialog
      opened={act !== null}
      onClose={close}
      title={t(`acts.${last}.title`, { name: experiment.name })}
      confirm={t(`acts.${last}.button`)}
      danger={last === 'complete'}
      reason="optional"
      isPending={acting.isPending}
      error={acting.error}
      onConfirm={(reason) =>
        acting.mutate(
          { id: experiment.id, act: last, reason: reason ?? '' },
          {
            onSuccess: (row) => {
              notifyDone(
                row.request_status === 'open' && last !== 'archive'
                  ? t('acts.asked', { name: row.name })
                  : t(`acts.${last}.done`, { name: row.name }),
              );
              close();
            },
          },
        )
      }
    >
      {t(`acts.${last}.text`, {
        flag: experiment.flag_id,
        environment: environment(experiment.environment),
      })}
    </ConfirmDialog>
  );
}
