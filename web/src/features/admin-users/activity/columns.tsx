import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { TONES, useAuditWords } from '@/features/audit/labels';
import type { Column } from '@/ui/DataTable';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { subjectOf } from './model';
import type { ActivityRow } from './queries';

const RISK_TONES: Record<ActivityRow['risk_level'], Tone> = {
  low: 'neutral',
  medium: 'busy',
  high: 'warn',
  critical: 'bad',
};

export function Risk({ level }: { level: ActivityRow['risk_level'] }) {
  const { t } = useTranslation('adminActivity');
  return <StatusBadge tone={RISK_TONES[level]}>{t(`risks.${level}`)}</StatusBadge>;
}

interface Options {
  showBrand: boolean;
  onOpen: (id: string) => void;
  onAdmin: (id: string) => void;
}

export function useActivityColumns({ showBrand, onOpen, onAdmin }: Options): Column<ActivityRow>[] {
  const { t } = useTranslation('adminActivity');
  const words = useAuditWords();
  const word = useWord('adminMatrix', 'modules');
  const columns: Column<ActivityRow>[] = [
    {
      key: 'time',
      header: t('time'),
      width: 130,
      render: (act) => <Time value={act.timestamp} relative />,
    },
    {
      key: 'admin',
      header: t('admin'),
      render: (act) => (
        <Stack gap={0}>
          <UnstyledButton
            onClick={() => onAdmin(act.admin_id)}
            fz="sm"
            aria-label={t('onlyAdmin', { name: act.admin_name })}
          >
            {act.admin_name}
          </UnstyledButton>
          <Text size="xs" c="dimmed">
            {act.ip_address}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'action',
      header: t('action'),
      render: (act) => (
        <Stack gap={0}>
          <RowLink onClick={() => onOpen(act.id)}>{words.action(act.action)}</RowLink>
          <Text size="xs" c="dimmed" lineClamp={1}>
            {subjectOf(act) ?? act.action}
          </Text>
        </Stack>
      ),
    },
    { key: 'module', header: t('module'), render: (act) => word(act.module) },
    {
      key: 'status',
      header: t('status'),
      render: (act) => (
        <StatusBadge tone={TONES[act.status]}>{words.status(act.status)}</StatusBadge>
      ),
    },
    { key: 'risk', header: t('risk'), render: (act) => <Risk level={act.risk_level} /> },
  ];
  if (showBrand)
    columns.splice(2, 0, {
      key: 'brand',
      header: t('brand'),
      render: (act) => act.tenant_id ?? '–',
    });
  return columns;
}
