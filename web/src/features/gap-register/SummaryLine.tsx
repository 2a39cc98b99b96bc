import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useFormat } from '@/ui/format';

interface Props {
  summary: Schema<'GapSummary'>;
  onCheck: () => void;
}

/** The register in one line, and the way to what is wrong with it. */
export function SummaryLine({ summary, onCheck }: Props) {
  const { t } = useTranslation('gapRegister');
  const format = useFormat();
  return (
    <Group gap="lg" data-testid="gap-summary">
      <Text size="sm">{t('summary.total', { count: summary.total })}</Text>
      <Text size="sm" c={summary.overdue > 0 ? 'red' : 'dimmed'} fw={600}>
        {t('summary.overdue', { number: format.number(summary.overdue) })}
      </Text>
      {summary.not_closeable > 0 && (
        <Text size="sm" c="orange">
          {t('summary.notCloseable', { number: format.number(summary.not_closeable) })}
        </Text>
      )}
      {summary.last_reviewed !== null && (
        <Text size="sm" c="dimmed">
          {t('summary.reviewed', { date: summary.last_reviewed })}
        </Text>
      )}
      <Anchor component="button" type="button" size="sm" onClick={onCheck}>
        {t('check.action')}
      </Anchor>
    </Group>
  );
}
