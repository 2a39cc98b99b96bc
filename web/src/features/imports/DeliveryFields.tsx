import { Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type DeliveryNotes, hasBadAddress } from './delivery';
import type { ClientType } from './upload';

interface Props {
  value: DeliveryNotes;
  onChange: (value: DeliveryNotes) => void;
}

/** What the sender may say about the file. */
export function DeliveryFields({ value, onChange }: Props) {
  const { t } = useTranslation('imports');
  const set = (part: Partial<DeliveryNotes>) => onChange({ ...value, ...part });

  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={t('upload.sourceLabel')}
          description={t('upload.sourceLabelHint')}
          maxLength={120}
          value={value.source_label}
          onChange={(event) => set({ source_label: event.currentTarget.value })}
        />
        <TextInput
          label={t('upload.launchUrl')}
          description={t('upload.launchUrlHint')}
          type="url"
          maxLength={2000}
          error={hasBadAddress(value) ? t('upload.launchUrlInvalid') : undefined}
          value={value.launch_url}
          onChange={(event) => set({ launch_url: event.currentTarget.value })}
        />
        <Select
          label={t('upload.clientType')}
          placeholder={t('upload.clientTypeNone')}
          clearable
          data={[
            { value: 'html5' as const, label: t('client.html5') },
            { value: 'unity' as const, label: t('client.unity') },
          ]}
          value={value.client_type === '' ? null : value.client_type}
          onChange={(chosen: ClientType | null) => set({ client_type: chosen ?? '' })}
        />
        <TextInput
          label={t('upload.minVersion')}
          placeholder="1.0.0"
          maxLength={40}
          value={value.min_version}
          onChange={(event) => set({ min_version: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Textarea
        label={t('upload.notes')}
        autosize
        minRows={2}
        maxLength={2000}
        value={value.notes}
        onChange={(event) => set({ notes: event.currentTarget.value })}
      />
    </Stack>
  );
}
