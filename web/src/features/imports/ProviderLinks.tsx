import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Job } from './wire';

const SHOWN = 5;

/** Ways to the imported games of single providers. */
export function ProviderLinks({ job }: { job: Job }) {
  const { t } = useTranslation('imports');
  const providers = job.providers.slice(0, SHOWN);
  if (providers.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" component="nav" maw={280} aria-label={t('next.imported.providers')}>
      {t('next.imported.providers')}{' '}
      {providers.map(({ name }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <Anchor
            size="xs"
            underline="always"
            renderRoot={(props) => <Link to="/games" search={{ provider: name }} {...props} />}
          >
            {name}
          </Anchor>
        </span>
      ))}
    </Text>
  );
}
