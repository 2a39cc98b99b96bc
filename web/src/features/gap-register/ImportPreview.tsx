import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DiffView } from '@/ui/DiffView';
import { Facts } from '@/ui/Facts';
import { useFormat } from '@/ui/format';
import { ProblemList } from './Problems';
import type { ImportPlan } from './queries';

/** What an import would do, field by field, and what is wrong with its files. */
export function ImportPreview({ plan }: { plan: ImportPlan }) {
  const { t } = useTranslation('gapRegister');
  const format = useFormat();
  const names = (ids: string[]) => (ids.length === 0 ? '–' : ids.join(', '));
  return (
    <Stack gap="sm" data-testid="import-plan">
      <Facts
        rows={[
          [
            t('import.read'),
            plan.files
              .map((file) => `${file.name} (${t(`languages.${file.language}`)}, ${file.gaps})`)
              .join('; '),
          ],
          [t('import.added'), names(plan.added)],
          [t('import.replaced'), names(plan.replaced)],
          [t('import.unchanged'), format.number(plan.unchanged)],
          [t('import.mirrored'), plan.mirrored === null ? '–' : t(`languages.${plan.mirrored}`)],
        ]}
      />
      {plan.changes.length > 0 && (
        <>
          <Title order={3} size="h6">
            {t('import.changes')}
          </Title>
          <DiffView
            changes={plan.changes.map((change) => ({
              path: `${change.gap} · ${change.language} · ${change.label}`,
              before: change.before,
              after: change.after,
            }))}
          />
          {plan.changes_left_off > 0 && (
            <Text size="xs" c="dimmed">
              {t('import.leftOff', { count: plan.changes_left_off })}
            </Text>
          )}
        </>
      )}
      <Title order={3} size="h6">
        {t('import.problems', {
          errors: format.number(plan.problems.errors),
          warnings: format.number(plan.problems.warnings),
        })}
      </Title>
      {plan.problems.items.length > 0 && <ProblemList items={plan.problems.items} />}
    </Stack>
  );
}
