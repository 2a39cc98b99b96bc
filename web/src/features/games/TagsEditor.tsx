import { Button, Group, Stack, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { facetsQuery, type Game, useSaveTags } from './queries';

const LONGEST_TAG = 40;

export function TagsEditor({ game }: { game: Game }) {
  const { t } = useTranslation(['games', 'common']);
  const { can } = useAccess();
  const { data: facets } = useQuery(facetsQuery);
  const [tags, setTags] = useState(game.tags);
  const save = useSaveTags(game.id);
  const isChanged = tags.join('\n') !== game.tags.join('\n');
  return (
    <Stack gap="xs">
      <TagsInput
        label={t('columns.tags')}
        placeholder={can('games:write') ? t('detail.addTag') : undefined}
        value={tags}
        onChange={setTags}
        data={facets?.tags.map((facet) => facet.value) ?? []}
        maxLength={LONGEST_TAG}
        readOnly={!can('games:write')}
        // Upwards, so that it does not lie over the buttons below.
        comboboxProps={{ position: 'top-start' }}
      />
      {save.isError && <ProblemAlert error={save.error} />}
      {isChanged && (
        <Group gap="xs">
          <Button
            loading={save.isPending}
            onClick={() => save.mutate(tags, { onSuccess: () => notifyDone(t('common:saved')) })}
            data-testid="save-tags"
          >
            {t('detail.saveTags')}
          </Button>
          <Button variant="default" onClick={() => setTags(game.tags)}>
            {t('common:cancel')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
