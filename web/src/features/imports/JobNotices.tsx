import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Callout } from './Callout';
import { isSetback } from './model';
import type { Job } from './wire';
import { useWords } from './words';

/** Things to know before importing; none of them stops it. */
export function JobNotices({ notices }: { notices: Job['notices'] }) {
  // One notice for each kind: a file may spell many providers in several ways.
  const kinds = new Map<string, Job['notices']>();
  for (const notice of notices) kinds.set(notice.code, [...(kinds.get(notice.code) ?? []), notice]);
  return [...kinds].map(([code, same]) => {
    const isBad = isSetback({ code });
    return (
      <Callout
        key={code}
        tone={isBad ? 'warn' : 'info'}
        role={isBad ? 'alert' : 'note'}
        testId={`notice-${code}`}
      >
        {same[0]?.message}
        <Found code={code} notices={same} />
      </Callout>
    );
  });
}

function Found({ code, notices }: { code: string; notices: Job['notices'] }) {
  const { t } = useTranslation('imports');
  const words = useWords();
  if (code === 'PROVIDER_SPELLINGS')
    return notices.map(({ found }) => (
      <Text key={found.join()} size="sm">
        {words.list(found.map((spelling) => `“${spelling}”`))}
      </Text>
    ));
  if (code === 'FIELDS_ASSUMED')
    return ` (${t('notice.rows', { count: Number(notices[0]?.found[0] ?? 0) })})`;
  return null;
}
