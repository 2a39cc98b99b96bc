import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { type Game, useToggleGame } from './queries';

/** Asks before a game appears to players or disappears from them. */
export function ToggleDialog({ game, onClose }: { game: Game | null; onClose: () => void }) {
  const { t } = useTranslation('games');
  const toggle = useToggleGame();
  const act = game?.is_active === false ? 'on' : 'off';

  function close() {
    toggle.reset();
    onClose();
  }

  return (
    <ConfirmDialog
      opened={game !== null}
      onClose={close}
      title={t(`toggle.${act}Title`, { name: game?.name ?? '' })}
      confirm={t(`toggle.${act}`)}
      danger={act === 'off'}
      reason="optional"
      isPending={toggle.isPending}
      error={toggle.error}
      onConfirm={(reason) => {
        if (game === null) return;
        toggle.mutate(
          { game, reason },
          {
            onSuccess: () => {
              notifyDone(t(`toggle.${act}Done`, { name: game.name }));
              close();
            },
          },
        );
      }}
    >
      {t(`toggle.${act}Text`, { provider: game?.provider ?? '' })}
    </ConfirmDialog>
  );
}
