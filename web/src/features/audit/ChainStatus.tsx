import { Button, Popover, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { useFormat } from '@/ui/format';
import { IconAudit } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';

/** Verifies the hash chains on demand, and shows which row is the first that does not hold. */
export function ChainStatus() {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const verify = useQuery({
    queryKey: ['audit', 'verify'],
    queryFn: () => call(api.GET('/api/v1/audit/verify')),
    enabled: false,
    retry: false,
  });
  const isBroken = verify.data?.some((chain) => !chain.ok) ?? false;
  const summary = verify.data === undefined ? null : isBroken ? t('chain.broken') : t('chain.ok');
  return (
    <Popover position="bottom-end" width={360} shadow="md" withArrow>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconAudit size={16} />}
          loading={verify.isFetching}
          onClick={() => void verify.refetch()}
          data-testid="verify-chain"
        >
          {t('chain.verify')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" role="status">
          {verify.isError && <ProblemAlert error={verify.error} />}
          {summary === null ? (
            <Text size="sm">{t('chain.text')}</Text>
          ) : (
            <StatusBadge tone={isBroken ? 'bad' : 'good'}>{summary}</StatusBadge>
          )}
          {verify.data?.map((chain) => (
            <div key={chain.chain}>
              <Text size="sm" fw={600}>
                {chain.chain}
              </Text>
              <Text size="xs" c="dimmed">
                {t('chain.rows', { count: chain.rows, rows: format.number(chain.rows) })}
                {chain.first_bad_sequence !== null &&
                  ` · ${t('chain.firstBad', { sequence: chain.first_bad_sequence })} ${chain.reason ?? ''}`}
              </Text>
              <Text size="xs" c="dimmed" ff="monospace" truncate title={chain.head_hash}>
                {chain.head_hash}
              </Text>
            </div>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
