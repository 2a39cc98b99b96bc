import { Badge, Text, Tooltip } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import type { GapRow } from './queries';
import type { Priority, Status } from './search';
import { spanText } from './span';

const TONES: Record<Status, Tone> = {
  Open: 'bad',
  'In Progress': 'busy',
  Fixed: 'warn',
  Verified: 'good',
};

export function GapStatus({ status }: { status: Status | null }) {
  const { t } = useTranslation('gapRegister');
  if (status === null) return <StatusBadge tone="neutral">{t('status.unknown')}</StatusBadge>;
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}

const COLORS: Record<Priority, string> = { P0: 'red', P1: 'orange', P2: 'gray' };

export function GapPriority({ priority }: { priority: Priority | null }) {
  if (priority === null) return <Text c="dimmed">–</Text>;
  return (
    <Badge variant="light" color={COLORS[priority]}>
      {priority}
    </Badge>
  );
}

const TICK_MS = 30_000;

/** What is left until the deadline, counting down while the page is open. */
export function SlaCountdown({ gap }: { gap: Pick<GapRow, 'sla' | 'status' | 'overdue'> }) {
  const { t, i18n } = useTranslation('gapRegister');
  const format = useFormat();
  const [now, setNow] = useState(Date.now);
  useInterval(() => setNow(Date.now()), TICK_MS, { autoInvoke: true });
  const { sla } = gap;
  if (sla.due === null) return <Text c="dimmed">{t('sla.none')}</Text>;
  const due = Date.parse(sla.due);
  const end = sla.stopped === null ? now : Date.parse(sla.stopped);
  const left = (due - end) / 1000;
  const span = spanText(left, i18n.language);
  const isDone = gap.status === 'Verified';
  const key = isDone ? (left < 0 ? 'metLate' : 'met') : left < 0 ? 'overdue' : 'left';
  const color = isDone ? 'dimmed' : left < 0 ? 'red' : left < 86_400 ? 'orange' : undefined;
  return (
    <Tooltip
      label={`${t('sla.due')} ${format.utc(sla.due)} UTC${sla.defaulted ? ` · ${t('sla.defaulted')}` : ''}`}
    >
      <Text
        span
        size="sm"
        c={color}
        fw={left < 0 && !isDone ? 600 : undefined}
        className="tabular"
        style={{ whiteSpace: 'nowrap' }}
        data-testid="sla"
      >
        {t(`sla.${key}`, { span })}
      </Text>
    </Tooltip>
  );
}
