import { Anchor, Box, Button, Grid, Paper, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '@/app/i18n';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { Facts } from '@/ui/Facts';
import { PageHeader } from '@/ui/PageHeader';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import { Contract } from './Contract';
import { EditGap } from './EditGap';
import { Runs } from './Evidence';
import { GapText } from './GapText';
import { GapPriority, GapStatus, SlaCountdown } from './Marks';
import { Linked } from './Linked';
import { MoveButtons } from './MoveButtons';
import { type Gap, gapQuery } from './queries';
import { Readiness } from './Readiness';
import { RunProgress } from './RunProgress';
import { Timeline } from './Timeline';
import { VerifyButton } from './VerifyButton';

const route = getRouteApi('/shell/gaps/$gapId');

export function GapPage() {
  return (
    <RequirePermission permission="gaps:read">
      <One />
    </RequirePermission>
  );
}

function One() {
  const { t } = useTranslation('gapRegister');
  const { gapId } = route.useParams();
  const gap = useQuery(gapQuery(gapId, currentLanguage()));
  return (
    <>
      <Anchor component={Link} to="/gaps" size="sm">
        {t('back')}
      </Anchor>
      {gap.data !== undefined ? (
        <Content gap={gap.data} />
      ) : gap.error !== null ? (
        <ProblemAlert error={gap.error} onRetry={() => void gap.refetch()} />
      ) : (
        <Skeleton height={320} mt="md" />
      )}
    </>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper p="md" component="section">
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Content({ gap }: { gap: Gap }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const { can } = useAccess();
  const mayWrite = can('gaps:write');
  const grade = (gap.texts.en ?? gap.texts.tr)?.impact_rating ?? null;
  const [run, setRun] = useState<string | null>(null);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={`${gap.id} ${gap.title}`}
        text={gap.module}
        actions={
          <>
            {can('gaps:verify') && gap.has_contract && (
              <VerifyButton gaps={[gap.id]} label={t('run.one')} onStarted={setRun} />
            )}
            {mayWrite && (
              <>
                <Button variant="default" onClick={() => setEditing(true)}>
                  {t('edit.action')}
                </Button>
                <MoveButtons gap={gap} />
              </>
            )}
          </>
        }
      />
      {run !== null && (
        <Box mb="md">
          <RunProgress id={run} onClose={() => setRun(null)} />
        </Box>
      )}
      {can('gaps:verify') && gap.has_contract && <Readiness gap={gap.id} />}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack>
            <Section title={t('sections.entry')}>
              <GapText gap={gap} />
            </Section>
            <Section title={t('sections.contract')}>
              <Contract gap={gap} />
            </Section>
            <Section title={t('sections.runs')}>
              <Runs gap={gap} />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack>
            <Section title={t('sections.state')}>
              <Facts
                rows={[
                  [t('columns.status'), <GapStatus key="status" status={gap.status} />],
                  [t('columns.priority'), <GapPriority key="priority" priority={gap.priority} />],
                  [t('fields.impact_rating'), grade === null ? '–' : t(`ratings.${grade}`)],
                  [t('columns.owner'), gap.owner ?? '–'],
                  [t('columns.sla'), <SlaCountdown key="sla" gap={gap} />],
                  [
                    t('sla.due'),
                    gap.sla.due === null ? '–' : <Time key="due" value={gap.sla.due} />,
                  ],
                  [
                    t('closeable'),
                    gap.closeable
                      ? t('common:yes')
                      : t('notCloseable', {
                          lacks: gap.lacks.map((key) => t(`fields.${key}`)).join(', '),
                        }),
                  ],
                ]}
              />
            </Section>
            <Section title={t('sections.timeline')}>
              <Timeline gap={gap} />
            </Section>
            {gap.linked.length > 0 && (
              <Section title={t('views.findings')}>
                <Linked gap={gap} />
              </Section>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      <EditGap gap={gap} opened={editing} onClose={() => setEditing(false)} />
    </>
  );
}
