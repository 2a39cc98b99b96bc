import { Button, List, ScrollArea, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconPower } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { ENVIRONMENTS, type Environment } from '../search';
import { allOffQuery, useTurnAllOff } from './queries';

const EVERYWHERE = 'everywhere';
const MOST_NAMES = 30;

/** Turns every flag off, after a look at what that reaches. */
export function AllOffButton() {
  const { t } = useTranslation('featureFlags');
  const [asking, question] = useDisclosure(false);
  const [environment, setEnvironment] = useState<Environment | undefined>(undefined);
  const state = useQuery({ ...allOffQuery(environment), enabled: asking });
  const turnOff = useTurnAllOff();
  const reach = state.data;

  function close() {
    turnOff.reset();
    question.close();
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPower size={16} />}
        onClick={question.open}
        data-testid="all-off"
      >
        {t('allOff.action')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        size="lg"
        title={t('allOff.title')}
        confirm={t('allOff.confirm')}
        danger
        reason="required"
        isPending={turnOff.isPending}
        isBlocked={reach === undefined || reach.on.length === 0}
        error={turnOff.error ?? state.error}
        onConfirm={(reason) =>
          turnOff.mutate(
            { environment: environment ?? null, reason },
            {
              onSuccess: (done) => {
                notifyDone(t('allOff.done', { count: done.switched.length }));
                close();
              },
            },
          )
        }
      >
        <Stack gap="sm">
          <Text size="sm">{t('allOff.text')}</Text>
          <Select
            label={t('allOff.where')}
            data={[
              { value: EVERYWHERE, label: t('allOff.everywhere') },
              ...ENVIRONMENTS.map((value) => ({ value, label: t(`environments.${value}`) })),
            ]}
            value={environment ?? EVERYWHERE}
            allowDeselect={false}
            onChange={(value) => setEnvironment(ENVIRONMENTS.find((one) => one === value))}
          />
          {reach !== undefined && (
            <div data-testid="blast-radius">
              <Text size="sm" fw={600}>
                {t('allOff.reach', { count: reach.on.length })}
              </Text>
              <ScrollArea.Autosize mah={180}>
                <List size="sm">
                  {reach.on.slice(0, MOST_NAMES).map((one) => (
                    <List.Item key={`${one.flag}-${one.environment}`}>
                      {`${one.name} – ${t(`environments.${one.environment}`)}`}
                    </List.Item>
                  ))}
                </List>
              </ScrollArea.Autosize>
              {reach.on.length > MOST_NAMES && (
                <Text size="sm" c="dimmed">
                  {t('allOff.more', { count: reach.on.length - MOST_NAMES })}
                </Text>
              )}
              {reach.schedules + reach.ramps > 0 && (
                <Text size="sm" mt={4}>
                  {t('allOff.held', { schedules: reach.schedules, ramps: reach.ramps })}
                </Text>
              )}
            </div>
          )}
        </Stack>
      </ConfirmDialog>
    </>
  );
}
