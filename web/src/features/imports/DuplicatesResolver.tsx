import {
  Button,
  Card,
  Group as Line,
  Loader,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { DuplicateGroup } from './DuplicateGroup';
import {
  byStrategy,
  decided,
  type Decision,
  groupsOf,
  type Own,
  requestOf,
  STRATEGIES,
  type Strategy,
} from './duplicates';
import {
  CONTESTED_PAGE_SIZE,
  contestedRows,
  IMPORTS_KEY,
  jobKey,
  resolveDuplicates,
} from './queries';
import type { Job } from './wire';

const FIRST_SHOWN = 10;

/** Which row counts where the file says different things about one game. */
export function DuplicatesResolver({ job, onDone }: { job: Job; onDone: () => void }) {
  const { t } = useTranslation('imports');
  const cache = useQueryClient();
  const [strategy, setStrategy] = useState<Strategy | null>(null);
  const [own, setOwn] = useState<Own>(new Map());
  const [shown, setShown] = useState(FIRST_SHOWN);

  const rows = useInfiniteQuery({
    queryKey: [...IMPORTS_KEY, 'contested', job.job_id, job.updated_at],
    queryFn: ({ pageParam, signal }) => contestedRows(job.job_id, pageParam, signal),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) =>
      meta.page * CONTESTED_PAGE_SIZE < meta.total ? meta.page + 1 : undefined,
  });
  const resolving = useMutation({
    mutationFn: () => resolveDuplicates(job.job_id, requestOf(groups, strategy, own)),
    onSuccess: (changed) => {
      cache.setQueryData(jobKey(job.job_id), changed);
      onDone();
    },
  });

  const groups = groupsOf(rows.data?.pages.flatMap((page) => page.items) ?? [], !rows.hasNextPage);
  const decisionOf = (group: (typeof groups)[number]): Decision | null =>
    own.get(group.key) ?? (strategy === null ? decided(group) : byStrategy(group, strategy));
  const total = job.duplicates.contested_games;
  const deciding = strategy === null ? own.size : total;
  const hasMore = shown < groups.length || rows.hasNextPage;

  const showMore = () => {
    setShown(shown + FIRST_SHOWN);
    if (shown + FIRST_SHOWN >= groups.length && rows.hasNextPage) void rows.fetchNextPage();
  };

  return (
    <Card component="section" aria-labelledby="dup-title" padding="md" data-testid="duplicates">
      <Stack gap="sm">
        <Title order={2} size="h4" id="dup-title">
          {t('dup.heading')}
        </Title>
        <Text size="sm">{t('dup.text')}</Text>
        <Radio.Group
          label={t('dup.strategyLabel', { count: total })}
          value={strategy ?? ''}
          onChange={(value) => setStrategy(STRATEGIES.find((known) => known === value) ?? null)}
        >
          <SimpleGrid cols={{ base: 1, sm: 3 }} mt="xs">
            {STRATEGIES.map((name) => (
              <Radio
                key={name}
                value={name}
                label={t(`dup.strategy.${name}`)}
                description={t(`dup.strategy.${name}Text`)}
              />
            ))}
          </SimpleGrid>
        </Radio.Group>
        <Text size="sm" fw={500}>
          {t('dup.each')}
        </Text>
        {rows.isPending && <Loader size="sm" aria-label={t('dup.loading')} />}
        {rows.error && <ProblemAlert error={rows.error} onRetry={() => void rows.refetch()} />}
        {groups.slice(0, shown).map((group) => (
          <DuplicateGroup
            key={group.key}
            group={group}
            decision={decisionOf(group)}
            onDecide={(decision) => setOwn(new Map(own).set(group.key, decision))}
          />
        ))}
        {hasMore && (
          <Line>
            <Button variant="subtle" size="xs" onClick={showMore} loading={rows.isFetchingNextPage}>
              {t('dup.moreGroups')}
            </Button>
          </Line>
        )}
        {resolving.error && <ProblemAlert error={resolving.error} />}
        <Line justify="flex-end">
          <Button
            size="md"
            disabled={deciding === 0}
            loading={resolving.isPending}
            onClick={() => resolving.mutate()}
            data-testid="duplicates-submit"
          >
            {t('dup.apply', { count: deciding })}
          </Button>
        </Line>
      </Stack>
    </Card>
  );
}
