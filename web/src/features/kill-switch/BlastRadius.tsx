import {
  Alert,
  Badge,
  Group,
  Paper,
  ScrollArea,
  Skeleton,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { IconInfo } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type BlastRadius as Radius, type ModuleKey, radiusQuery } from './queries';

interface Props {
  module: ModuleKey;
  brand: string | undefined;
}

/** What a switch would stop, read now; nothing has happened yet. */
export function BlastRadius({ module, brand }: Props) {
  const { t } = useTranslation('killSwitch');
  const radius = useQuery(radiusQuery(module, brand));
  if (radius.data === undefined)
    return radius.error === null ? (
      <Skeleton height={160} />
    ) : (
      <ProblemAlert error={radius.error} onRetry={() => void radius.refetch()} />
    );
  const { data } = radius;
  const isElsewhere = data.operations.length + data.jobs.length === 0;
  return (
    <Paper p="sm" data-testid="blast-radius">
      <Stack gap="sm">
        <Text fw={600} size="sm">
          {t('radius.title')}
        </Text>
        {isElsewhere ? (
          <Alert variant="light" icon={<IconInfo />}>
            {t('radius.elsewhere')}
          </Alert>
        ) : (
          <>
            <Traffic data={data} />
            <Work data={data} />
            <Operations data={data} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

function Traffic({ data }: { data: Radius }) {
  const { t } = useTranslation('killSwitch');
  const format = useFormat();
  const busy = data.brands
    .filter((brand) => brand.requests_hour > 0 || brand.already_off)
    .sort((a, b) => b.requests_hour - a.requests_hour);
  return (
    <Stack gap={4}>
      <Text size="sm" data-testid="radius-traffic">
        {t('radius.traffic', {
          five: format.number(data.requests_5_minutes),
          hour: format.number(data.requests_hour),
        })}
      </Text>
      <Group gap="xs">
        {busy.map((brand) => (
          <Badge key={brand.id} variant="light" color="gray" tt="none">
            {brand.name}: {format.number(brand.requests_hour)}
            {brand.already_off ? ` · ${t('radius.alreadyOff')}` : ''}
          </Badge>
        ))}
      </Group>
    </Stack>
  );
}

function Work({ data }: { data: Radius }) {
  const { t } = useTranslation('killSwitch');
  const running = data.jobs.reduce((sum, job) => sum + job.running, 0);
  const queued = data.jobs.reduce((sum, job) => sum + job.queued, 0);
  if (data.jobs.length === 0 && data.schedules.length === 0) return null;
  return (
    <Text size="sm">
      {data.jobs.length > 0 && t('radius.jobs', { running, queued })}{' '}
      {data.schedules.length > 0 && t('radius.schedules', { count: data.schedules.length })}
    </Text>
  );
}

function Operations({ data }: { data: Radius }) {
  const { t } = useTranslation('killSwitch');
  return (
    <>
      <Text size="sm">{t('radius.operations', { count: data.operations.length })}</Text>
      <ScrollArea.Autosize mah={150} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Table
          verticalSpacing={2}
          fz="xs"
          aria-label={t('radius.operations', { count: data.operations.length })}
        >
          <Table.Tbody>
            {data.operations.map((operation) => (
              <Table.Tr key={`${operation.method} ${operation.path}`}>
                <Table.Td w={70}>{operation.method}</Table.Td>
                <Table.Td ff="monospace">{operation.path}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </>
  );
}
