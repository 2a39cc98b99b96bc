import { Alert, Center, Code, Group, Loader, Modal, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/CopyButton';
import { useFormat } from '@/ui/format';
import { IconAlert, IconCheck } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';
import { useAuditWords } from './labels';
import { type ChainStatus, verifyChains } from './queries';

/** Recomputes every chain each time it is opened: an older result proves nothing. */
export function ChainVerification({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'common']);
  const verified = useQuery({
    queryKey: ['audit', 'verify'],
    queryFn: verifyChains,
    enabled: opened,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={<Text fw={650}>{t('verify.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {verified.isFetching ? (
        <Center py="xl">
          <Group gap="sm" role="status">
            <Loader size="sm" />
            <Text size="sm">{t('verify.running')}</Text>
          </Group>
        </Center>
      ) : verified.error !== null ? (
        <ProblemAlert error={verified.error} onRetry={() => void verified.refetch()} />
      ) : (
        <Result chains={verified.data ?? []} />
      )}
    </Modal>
  );
}

function Result({ chains }: { chains: ChainStatus[] }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const words = useAuditWords();
  const broken = chains.filter((chain) => !chain.ok).length;
  if (chains.length === 0) return <Text size="sm">{t('verify.none')}</Text>;
  return (
    <Stack gap="sm" data-testid="chain-result" data-broken={broken}>
      <Alert
        variant="light"
        color={broken === 0 ? 'teal' : 'red'}
        icon={broken === 0 ? <IconCheck /> : <IconAlert />}
        title={
          broken === 0
            ? t('verify.allGood', { count: chains.length })
            : t('verify.broken', { count: broken })
        }
        role={broken === 0 ? 'status' : 'alert'}
      >
        {t('verify.text')}
      </Alert>
      <Table.ScrollContainer minWidth={560} type="native">
        <Table verticalSpacing={6} horizontalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('verify.chain')}</Table.Th>
              <Table.Th ta="right">{t('verify.rows')}</Table.Th>
              <Table.Th>{t('verify.result')}</Table.Th>
              <Table.Th>{t('verify.head')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {chains.map((chain) => (
              <Table.Tr key={chain.chain}>
                <Table.Td>{chain.chain}</Table.Td>
                <Table.Td className="tabular" ta="right">
                  {format.number(chain.rows)}
                </Table.Td>
                <Table.Td>
                  <StatusBadge tone={chain.ok ? 'good' : 'bad'}>
                    {chain.ok
                      ? t('verify.intact')
                      : t('verify.badRow', {
                          row: format.number(chain.first_bad_sequence ?? 0),
                          reason: words.chainReason(chain.reason ?? ''),
                        })}
                  </StatusBadge>
                </Table.Td>
                <Table.Td>
                  <Group gap={2} wrap="nowrap">
                    <Code fz="xs" title={chain.head_hash}>
                      {`${chain.head_hash.slice(0, 16)}…`}
                    </Code>
                    <CopyButton value={chain.head_hash} label={t('verify.head')} />
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
