import { Drawer, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Act, KeyDetail } from './KeyDetail';
import type { ApiKey, ScopeInfo } from './model';
import { keyQuery } from './queries';
import type { Issued } from './SecretDialog';

interface Props {
  id: string | undefined;
  scopes: ScopeInfo[] | undefined;
  /** Another dialog lies on top. */
  isCovered: boolean;
  onClose: () => void;
  onSwitch: (key: ApiKey, active: boolean) => void;
  onIssued: (issued: Issued) => void;
}

/** One key, to look at and to act on. */
export function KeyDrawer({ id, scopes, isCovered, onClose, onSwitch, onIssued }: Props) {
  const { t } = useTranslation(['apiKeys', 'common']);
  // The key last shown stays while the drawer slides out.
  const [shown, setShown] = useState(id);
  if (id !== undefined && id !== shown) setShown(id);
  const [act, setAct] = useState<Act | null>(null);
  const one = useQuery({ ...keyQuery(shown ?? ''), enabled: id !== undefined });
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      // Escape closes the dialog on top, not what lies under it.
      closeOnEscape={act === null && !isCovered}
      position="right"
      size="lg"
      title={<Text fw={650}>{one.data?.name ?? t('detail.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="key-drawer"
    >
      {one.data ? (
        <KeyDetail
          key={one.data.id}
          apiKey={one.data}
          scopes={scopes}
          act={act}
          onAct={setAct}
          onSwitch={onSwitch}
          onIssued={onIssued}
          onDeleted={onClose}
        />
      ) : one.isError ? (
        <ProblemAlert error={one.error} onRetry={() => void one.refetch()} />
      ) : (
        <Stack>
          <Skeleton h={60} />
          <Skeleton h={240} />
          <Skeleton h={160} />
        </Stack>
      )}
    </Drawer>
  );
}
