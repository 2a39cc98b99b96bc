import { Accordion, Anchor, Code, Group, Image, List, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useFormat } from '@/ui/format';
import { Facts } from '@/ui/Facts';
import { IconCheck, IconX } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { EvidenceFiles } from './EvidenceFiles';
import { evidencePath, recordQuery } from './queries';

const TONES = { passed: 'good', failed: 'bad', error: 'warn', skipped: 'neutral' } as const;

interface Props {
  /** SHA-256 of the record; null while nothing is shown. */
  record: string | null;
  onClose: () => void;
}

/** A run as its evidence tells it: what was asked, what was answered, what was made of it. */
export function EvidenceViewer({ record, onClose }: Props) {
  const { t } = useTranslation(['gapRegister', 'common']);
  return (
    <Modal
      opened={record !== null}
      onClose={onClose}
      size="xl"
      title={<Text fw={650}>{t('evidence.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {record !== null && <Record sha256={record} />}
    </Modal>
  );
}

function Record({ sha256 }: { sha256: string }) {
  const { t } = useTranslation('gapRegister');
  const record = useQuery(recordQuery(sha256));
  if (record.error !== null)
    return <ProblemAlert error={record.error} onRetry={() => void record.refetch()} />;
  if (record.data === undefined) return <Text c="dimmed">{t('evidence.reading')}</Text>;
  const run = record.data;
  const wrong = run.steps.findIndex(
    (step) => step.outcome === 'failed' || step.outcome === 'error',
  );
  const pictures = run.steps.flatMap((step) => step.pictures.map((one) => one.sha256));
  return (
    <Stack data-testid="evidence">
      <Group gap="xs">
        <StatusBadge tone={TONES[run.outcome]}>{t(`outcomes.${run.outcome}`)}</StatusBadge>
        <Text size="sm">{run.summary}</Text>
      </Group>
      <Facts
        rows={[
          [t('evidence.contract'), run.title],
          [t('evidence.server'), <Code key="server">{run.server}</Code>],
          [t('evidence.finished'), <Time key="time" value={run.finished} />],
          [
            t('evidence.files'),
            <Stack key="files" gap={2}>
              <Text size="sm" c={run.intact ? undefined : 'red'}>
                {t(run.intact ? 'evidence.intact' : 'evidence.damaged')}
              </Text>
              <Group gap="xs">
                <EvidenceFiles names={[...new Set([sha256, run.contract, ...pictures])]} />
              </Group>
            </Stack>,
          ],
        ]}
      />
      <Accordion
        multiple
        variant="contained"
        defaultValue={wrong < 0 ? [] : [String(wrong)]}
        order={3}
      >
        {run.steps.map((step, index) => (
          <Accordion.Item key={index} value={String(index)}>
            <Accordion.Control>
              <Group gap="xs" wrap="nowrap">
                <StatusBadge tone={TONES[step.outcome]}>
                  {t(`outcomes.${step.outcome}`)}
                </StatusBadge>
                <Text size="sm">
                  {index + 1}. {step.name}{' '}
                  <Text span size="xs" c="dimmed">
                    {t('evidence.as', { actor: step.actor })}
                  </Text>
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <Step step={step} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}

function Step({ step }: { step: Schema<'EvidenceStep'> }) {
  const { t } = useTranslation('gapRegister');
  return (
    <Stack gap="sm">
      {step.message !== '' && <Text size="sm">{step.message}</Text>}
      <List size="sm" spacing={2} listStyleType="none">
        {step.conditions.map((one, index) => (
          <List.Item
            key={index}
            icon={
              one.passed ? (
                <IconCheck size={14} aria-label={t('evidence.met')} />
              ) : (
                <IconX size={14} aria-label={t('evidence.notMet')} />
              )
            }
          >
            {one.passed ? one.expected : t('evidence.expected', one)}
          </List.Item>
        ))}
      </List>
      {step.exchanges.map((exchange, index) => (
        <Exchange key={index} exchange={exchange} />
      ))}
      {step.pictures.map((picture) => (
        <Anchor key={picture.sha256} href={evidencePath(picture.sha256)} target="_blank">
          <Image
            src={evidencePath(picture.sha256)}
            alt={t('evidence.picture', { name: picture.name })}
            radius="sm"
            style={{ border: '1px solid var(--mantine-color-default-border)' }}
          />
        </Anchor>
      ))}
    </Stack>
  );
}

function Exchange({ exchange }: { exchange: Schema<'SeenExchange'> }) {
  const { t } = useTranslation('gapRegister');
  const format = useFormat();
  return (
    <Stack gap={4}>
      <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        → {exchange.method} {exchange.url}
      </Text>
      <Body text={exchange.sent} label={t('evidence.sent')} />
      <Text size="sm" ff="monospace">
        ← {exchange.status}{' '}
        <Text span size="xs" c="dimmed">
          {t('evidence.size', {
            size: format.number(exchange.size),
            ms: format.number(Math.round(exchange.seconds * 1000)),
          })}
        </Text>
      </Text>
      <Body text={exchange.received} label={t('evidence.received')} />
    </Stack>
  );
}

function Body({ text, label }: { text: string; label: string }) {
  if (text === '') return null;
  return (
    <Code
      block
      mah={220}
      style={{ overflow: 'auto' }}
      tabIndex={0}
      aria-label={label}
      role="region"
    >
      {text}
    </Code>
  );
}
