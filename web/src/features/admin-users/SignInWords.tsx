import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StatusBadge } from '@/ui/StatusBadge';

const REASONS = ['new_device', 'new_country', 'impossible_travel', 'brute_force'] as const;

/** Why a sign-in is suspicious, as badges; nothing where it is not. */
export function Suspicion({ reasons }: { reasons: string[] }) {
  const { t } = useTranslation('adminLogins');
  if (reasons.length === 0) return null;
  return (
    <Group gap={4}>
      {REASONS.filter((reason) => reasons.includes(reason)).map((reason) => (
        <StatusBadge key={reason} tone={reason === 'new_device' ? 'warn' : 'bad'}>
          {t(`suspicion.${reason}`)}
        </StatusBadge>
      ))}
    </Group>
  );
}

interface OriginProps {
  address: string | null;
  location: string | null;
}

/** An address, and the place it is in where that is known. */
export function Origin({ address, location }: OriginProps) {
  return (
    <>
      <Text inherit className="tabular">
        {address ?? '–'}
      </Text>
      {location !== null && (
        <Text size="xs" c="dimmed">
          {location}
        </Text>
      )}
    </>
  );
}
