import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconInfo } from '@/ui/icons';
import type { Job } from './wire';
import { useWords } from './words';

/** Things to know before importing; none of them stops it. */
export function JobNotices({ notices }: { notices: Job['notices'] }) {
  const { t } = useTranslation('imports');
  const words = useWords();
  // One notice for each kind: a file may spell many providers in several ways.
  const kinds = new Map<string, Job['notices']>();
  for (const notice of notices) kinds.set(notice.code, [...(kinds.get(notice.code) ?? []), notice]);

  return [...kinds].map(([code, same]) => (
    <Alert key={code} color="blue" variant="light" icon={<IconInfo />} data-testid="notice">
      {same[0]?.message}
      {code === 'PROVIDER_SPELLINGS' &&
        same.map(({ found }) => (
          <Text key={found.join()} size="sm">
            {words.list(found.map((spelling) => `“${spelling}”`))}
          </Text>
        ))}
      {code === 'FIELDS_ASSUMED' && (
        <Text size="sm">{t('notice.rows', { count: Number(same[0]?.found[0] ?? 0) })}</Text>
      )}
    </Alert>
  ));
}
