import { Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientType, Delivery } from './upload';

export type DeliveryNotes = Omit<Delivery, 'file'>;

export const NO_NOTES: DeliveryNotes = {
  client_type: '',
  launch_url: '',
  min_version: '',
  source_label: '',
  notes: '',
};

/** Whether a text is a full web address. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text.trim());
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
}

interface Props {
  value: DeliveryNotes;
  onChange: (value: DeliveryNotes) => void;
}

/** What the sender may say about the file. */
export function DeliveryFields({ value, onChange }: Props) {
  const { t } = useTranslation('imports');
  const set = (part: Partial<DeliveryNotes>) => onChange({ ...value, ...part });
  const badUrl = value.launch_url.trim() !== '' && !isWebAddress(value.launch_url);

  return (
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
        error={badUrl ? t('upload.launchUrlInvalid') : undefined}
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
      <Textarea
        label={t('upload.notes')}
        autosize
        minRows={2}
        maxLength={2000}
        value={value.notes}
        onChange={(event) => set({ notes: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}
