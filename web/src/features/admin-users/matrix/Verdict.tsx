import { Group, SimpleGrid, Stack, Text, ThemeIcon, Timeline, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconX } from '@/ui/icons';
import { StatusBadge } from '@/ui/StatusBadge';
import { Operation } from './Operations';
import type { Explanation, Step } from './queries';
import classes from './matrix.module.css';

/** The answer, the checks that led to it in the order of the server, and what it means in detail. */
export function Verdict({ answer }: { answer: Explanation }) {
  const { t } = useTranslation('adminMatrix');
  const { stepText, blockedText } = useCheckWords();
  const what = answer.operation ?? answer.permission ?? '';
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
      <Stack>
        <Group
          className={classes.verdict}
          gap="sm"
          wrap="nowrap"
          data-testid="verdict"
          data-allowed={answer.allowed}
        >
          <ThemeIcon
            color={answer.allowed ? 'teal.8' : 'red.8'}
            radius="xl"
            size={34}
            aria-hidden="true"
          >
            {answer.allowed ? <IconCheck /> : <IconX />}
          </ThemeIcon>
          <div>
            <Text fw={650}>
              {t(answer.allowed ? 'why.can' : 'why.cannot', {
                name: answer.admin.full_name,
                what,
              })}
            </Text>
            <Text size="xs" c="dimmed">
              {`${answer.admin.email} · ${answer.admin.role} · ${answer.admin.tenant_id}`}
            </Text>
          </div>
        </Group>
        <Timeline bulletSize={22} lineWidth={2} aria-label={t('why.steps')}>
          {answer.steps.map((step, index) => (
            <Timeline.Item
              key={`${step.check} ${String(index)}`}
              bullet={<Bullet effect={step.effect} />}
              title={<Text size="sm">{stepText(step)}</Text>}
            />
          ))}
          {!answer.allowed && answer.steps.every((step) => step.effect === 'neutral') && (
            <Timeline.Item
              bullet={<Bullet effect="denies" />}
              title={<Text size="sm">{blockedText('no_grant')}</Text>}
            />
          )}
        </Timeline>
      </Stack>
      {answer.operations.length > 0 && (
        <section>
          <Title order={3} size="h6" mb="xs">
            {t('why.operations')}
          </Title>
          <Stack gap="sm">
            {answer.operations.map((operation) => (
              <Operation key={operation.id} operation={operation}>
                <StatusBadge tone={operation.allowed ? 'good' : 'bad'}>
                  {operation.allowed ? t('why.open') : blockedText(operation.blocked_by ?? '')}
                </StatusBadge>
              </Operation>
            ))}
          </Stack>
        </section>
      )}
    </SimpleGrid>
  );
}

function Bullet({ effect }: { effect: Step['effect'] }) {
  if (effect === 'allows') return <IconCheck size={13} color="var(--mantine-color-teal-filled)" />;
  if (effect === 'denies') return <IconX size={13} color="var(--mantine-color-error)" />;
  return null;
}

/** Words for the checks of the server. The list is open, so an unknown one is shown as it is. */
function useCheckWords() {
  const { t, i18n } = useTranslation('adminMatrix');
  const known = (key: string) => i18n.exists(key, { ns: 'adminMatrix' });
  return {
    stepText: ({ check, effect, name, role }: Step): string => {
      const key = `checks.${check}.${effect}`;
      const values = { name: name ?? '', role: role ?? '' };
      if (known(key)) return t(key as 'checks.owner_only.denies', values);
      return [check, effect, name].filter((part) => part !== null).join(' · ');
    },
    blockedText: (check: string): string => {
      const key = `blocked.${check}`;
      return known(key) ? t(key as 'blocked.no_grant') : check;
    },
  };
}
