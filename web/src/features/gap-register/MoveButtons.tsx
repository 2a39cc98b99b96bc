import { Button, Group, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { type Gap, useMoveGap } from './queries';
import { type Status, STATUSES } from './search';

/** The gap's way: the next step and back to Open; a step that is refused says why. */
export function MoveButtons({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gapRegister');
  const [to, setTo] = useState<Status | null>(null);
  const move = useMoveGap(gap);
  const place = gap.status === null ? -1 : STATUSES.indexOf(gap.status);
  const shown = gap.moves.filter(
    (one) => one.to === 'Open' || STATUSES.indexOf(one.to) === place + 1,
  );

  function close() {
    setTo(null);
    move.reset();
  }

  return (
    <Group gap="xs">
      {shown.map((one) => (
        <Tooltip
          key={one.to}
          label={one.refusal === null ? '' : t(`refusals.${one.refusal}`)}
          disabled={one.allowed}
          multiline
          w={280}
          events={{ hover: true, focus: true, touch: true }}
        >
          <Button
            variant={one.to === 'Open' ? 'default' : 'filled'}
            // Not `disabled`, which would keep the keyboard from the reason.
            data-disabled={!one.allowed || undefined}
            aria-disabled={!one.allowed}
            onClick={() => {
              if (one.allowed) setTo(one.to);
            }}
            data-testid={`move-${one.to}`}
          >
            {t(one.to === 'Open' ? 'move.reopen' : `move.to.${one.to}`)}
          </Button>
        </Tooltip>
      ))}
      {to !== null && (
        <ConfirmDialog
          opened
          onClose={close}
          title={t('move.title', { id: gap.id, status: t(`status.${to}`) })}
          confirm={t('move.confirm')}
          reason={to === 'Open' ? 'required' : 'optional'}
          isPending={move.isPending}
          error={move.error}
          onConfirm={(reason) =>
            move.mutate(
              { to, reason: reason ?? '' },
              {
                onSuccess: () => {
                  notifyDone(t('move.done', { id: gap.id, status: t(`status.${to}`) }));
                  close();
                },
              },
            )
          }
        >
          <Text size="sm">{t('move.text')}</Text>
        </ConfirmDialog>
      )}
    </Group>
  );
}
