import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIRST_PLAN } from './plan';
import { Planner } from './Planner';

/** The planner by itself, before anything is made. */
export function PlannerDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['experiments', 'common']);
  const [draft, setDraft] = useState(FIRST_PLAN);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={<Text fw={650}>{t('plan.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Planner value={draft} onChange={setDraft} environment="production" />
    </Modal>
  );
}
