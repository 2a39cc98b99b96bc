import { Badge, Code, Drawer, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '@/app/i18n';
import { EmptyState } from '@/ui/EmptyState';
import { IconCheck } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { checkQuery, type Inconsistency } from './queries';

const COLORS = { error: 'red', warning: 'orange', info: 'gray' } as const;

/** Inconsistencies, each with its code and its place. */
export function ProblemList({ items }: { items: Inconsistency[] }) {
  const { t } = useTranslation('gapRegister');
  return (
    <Table.ScrollContainer minWidth={560} maxHeight={420} type="native" tabIndex={0}>
      <Table verticalSpacing={4} data-testid="problems">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('check.level')}</Table.Th>
            <Table.Th>{t('check.place')}</Table.Th>
            <Table.Th>{t('check.what')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item, index) => (
            <Table.Tr key={index}>
              <Table.Td>
                <Badge variant="light" color={COLORS[item.level]} miw="max-content">
                  {t(`check.levels.${item.level}`)}
                </Badge>
              </Table.Td>
              <Table.Td>
                <Code>
                  {item.file}:{item.line}
                </Code>
              </Table.Td>
              <Table.Td>
                <Text size="sm">{item.message}</Text>
                <Text size="xs" c="dimmed" ff="monospace">
                  {item.code}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What is wrong with the register as it is kept now. */
export function ProblemsDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="xl"
      title={<Text fw={650}>{t('check.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Problems />
    </Drawer>
  );
}

function Problems() {
  const { t } = useTranslation('gapRegister');
  const check = useQuery(checkQuery(currentLanguage()));
  if (check.error !== null)
    return <ProblemAlert error={check.error} onRetry={() => void check.refetch()} />;
  if (check.data === undefined) return <Skeleton height={160} />;
  if (check.data.items.length === 0)
    return <EmptyState icon={<IconCheck size={24} />} title={t('check.fine')} />;
  return <ProblemList items={check.data.items} />;
}
