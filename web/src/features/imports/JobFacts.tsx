import { Card, Code, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/Facts';
import { useFormat } from '@/ui/format';
import { Time } from '@/ui/Time';
import classes from './imports.module.css';
import { startOf, TARGETS } from './mapping';
import type { Job } from './wire';

/** What is known of the file and its delivery. */
export function JobFacts({ job }: { job: Job }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const facts = [
    [t('job.format'), job.format?.toUpperCase()],
    [t('job.encoding'), job.encoding],
    [t('job.member'), job.member],
    [t('job.size'), format.bytes(job.size)],
    [t('job.source'), job.source_label],
    [t('job.client'), clientName()],
    [t('job.launchUrl'), job.launch_url],
    [t('job.minVersion'), job.min_version],
    [t('job.notes'), job.notes],
    [t('job.fields'), <MappedFields key="fields" job={job} />],
    [t('job.who'), job.created_by],
    [t('job.when'), <Time key="created" value={job.created_at} />],
    [t('job.finished'), job.finished_at && <Time key="finished" value={job.finished_at} />],
  ] as const;

  function clientName(): string | null {
    const { client_type: type } = job;
    return type === 'html5' || type === 'unity' ? t(`client.${type}`) : type;
  }

  return (
    <Card component="section" padding="md">
      <Title order={3} size="h4" mb="xs">
        {t('job.facts')}
      </Title>
      <Facts
        rows={facts.flatMap(([name, value]) =>
          value == null || value === '' ? [] : [[name, value]],
        )}
      />
    </Card>
  );
}

/** Which names of the file were read as which fields. */
function MappedFields({ job }: { job: Job }) {
  const { t } = useTranslation('imports');
  if (job.mapping === null || job.mapping.origin === null) return '–';
  const chosen = startOf(job.mapping);
  return (
    <span className={classes.fieldList}>
      {TARGETS.flatMap((target) => {
        const choice = chosen[target];
        if (choice === undefined) return [];
        const source = 'names' in choice ? choice.names.join(', ') : `“${choice.constant}”`;
        return [
          <span key={target}>
            {t(`field.${target}`)} ← <Code>{source}</Code>
          </span>,
        ];
      })}
    </span>
  );
}
