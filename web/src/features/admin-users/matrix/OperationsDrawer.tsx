import { Drawer, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import type { PermissionRow } from '../roles/queries';
import { Operation } from './Operations';

interface Props {
  permission: PermissionRow | undefined;
  onClose: () => void;
}

/** What a cell of the matrix opens: the operations whose policy demands the permission. */
export function OperationsDrawer({ permission, onClose }: Props) {
  const { t } = useTranslation(['adminMatrix', 'adminUsers', 'common']);
  const word = useWord('adminMatrix', 'modules');
  const [shown, setShown] = useState(permission);
  if (permission !== undefined && permission !== shown) setShown(permission);
  return (
    <Drawer
      opened={permission !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={
        shown && (
          <Text fw={650}>
            {t('cell', { module: word(shown.module), kind: t(`kinds.${shown.kind}`) })}
          </Text>
        )
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="operations-drawer"
    >
      {shown && (
        <Stack pt="xs">
          <Text size="sm">{t(`kindTexts.${shown.kind}`)}</Text>
          {shown.is_owner_only && <Text size="sm">{t('ownerOnly')}</Text>}
          {shown.allowed_module !== null && (
            <Text size="sm" c="dimmed">
              {t('limited', { module: t(`adminUsers:modules.${shown.allowed_module as 'games'}`) })}
            </Text>
          )}
          <Text size="sm" fw={600}>
            {t('opens', { count: shown.operations.length })}
          </Text>
          {shown.operations.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </Stack>
      )}
    </Drawer>
  );
}
