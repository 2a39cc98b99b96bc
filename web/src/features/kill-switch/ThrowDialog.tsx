import { Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import type { ModuleKey, ModuleRow } from './queries';
import { ThrowForm } from './ThrowForm';

export interface ThrowProps {
  /** The module to begin with; null: none is chosen yet. */
  module: ModuleKey | null;
  modules: ModuleRow[];
  brands: Schema<'Brand'>[];
  onClose: () => void;
}

export function ThrowDialog({ opened, ...props }: ThrowProps & { opened: boolean }) {
  const { t } = useTranslation(['killSwitch', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={props.onClose}
      size="lg"
      title={<Text fw={650}>{t('throw.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {/* Its own component, so that each opening begins with an empty form. */}
      <ThrowForm {...props} />
    </Modal>
  );
}
