import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useFormat } from '@/ui/format';
import { notifyProblem } from '@/ui/notify';
import { Time } from '@/ui/Time';
import type { Beginning } from './CreateGap';
import { EMPTY_FACTS, EMPTY_TEXTS } from './form';
import { GapLink } from './GapLink';
import { type Finding, findingsQuery, PAGE_SIZE, useLinkFinding } from './queries';

/** A new gap as the finding tells it; people add who owns it and what proves it closed. */
export function beginningOf(finding: Finding): Beginning {
  const isPriority = ['P0', 'P1', 'P2'].includes(finding.severity);
  return {
    facts: {
      ...EMPTY_FACTS,
      priority: isPriority ? finding.severity : 'P2',
      ui_endpoints: `\`${finding.method} ${finding.path}\``,
    },
    en: {
      title: finding.title.replaceAll('→', '-').slice(0, 200),
      path: finding.module,
      texts: { ...EMPTY_TEXTS, symptom: finding.why },
      others: {},
    },
    findings: [finding.fingerprint],
  };
}

interface Props {
  page: number;
  search: string | undefined;
  onPage: (page: number) => void;
  onGap: (beginning: Beginning) => void;
}

/** What captures and scans showed, and the way from there to a gap. */
export function FindingsView({ page, search, onPage, onGap }: Props) {
  const { t } = useTranslation('gapRegister');
  const mayWrite = useAccess().can('gaps:write');
  const format = useFormat();
  const findings = useQuery(findingsQuery(page, search));
  const link = useLinkFinding();

  const columns: Column<Finding>[] = [
    {
      key: 'severity',
      header: t('columns.priority'),
      width: 90,
      render: (finding) => <Badge variant="light">{finding.severity}</Badge>,
    },
    {
      key: 'what',
      header: t('findings.what'),
      render: (finding) => (
        <Stack gap={2}>
          <Text size="sm">{finding.title}</Text>
          <Code style={{ alignSelf: 'start' }}>
            {finding.method} {finding.path}
          </Code>
          <Text size="xs" c="dimmed">
            {finding.why}
          </Text>
        </Stack>
      ),
    },
    { key: 'kind', header: t('findings.kind'), render: (f) => t(`kinds.${f.kind}`) },
    {
      key: 'count',
      header: t('findings.count'),
      align: 'right',
      render: (finding) => format.number(finding.count),
    },
    {
      key: 'seen',
      header: t('findings.seen'),
      render: (finding) => <Time value={finding.last_seen} relative />,
    },
    {
      key: 'gap',
      header: t('columns.gap'),
      render: (finding) =>
        finding.gap_id !== null ? (
          <Group gap="xs" wrap="nowrap">
            <GapLink id={finding.gap_id} />
            {mayWrite && (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={t('findings.unlinkNamed', { id: finding.gap_id })}
                onClick={() =>
                  link.mutate(
                    { fingerprint: finding.fingerprint, gap: null },
                    { onError: notifyProblem },
                  )
                }
              >
                {t('findings.unlink')}
              </Button>
            )}
          </Group>
        ) : mayWrite ? (
          <Button size="compact-sm" variant="default" onClick={() => onGap(beginningOf(finding))}>
            {t('findings.toGap')}
          </Button>
        ) : (
          '–'
        ),
    },
  ];

  return (
    <DataTable
      label={t('views.findings')}
      columns={columns}
      rows={findings.data?.items}
      rowKey={(finding) => finding.fingerprint}
      state={findings}
      minWidth={980}
      paging={{
        page,
        pageSize: PAGE_SIZE,
        total: findings.data?.meta.total ?? 0,
        onPage,
      }}
      empty={<EmptyState title={t('findings.noneTitle')} text={t('findings.noneText')} />}
    />
  );
}
