import { Code, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { CopyButton } from '@/ui/CopyButton';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ownAddressesQuery } from './queries';

interface Props {
  which: keyof Schema<'OwnAddresses'>;
  label: string;
}

/** An address of this server, to be copied into an identity provider's form. */
export function OwnAddress({ which, label }: Props) {
  const addresses = useQuery(ownAddressesQuery);
  const address = addresses.data?.[which];
  if (addresses.error !== null)
    return <ProblemAlert error={addresses.error} onRetry={() => void addresses.refetch()} />;
  return (
    <Group gap={4} mt={4}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {address === undefined ? (
        <Skeleton h={20} w={280} />
      ) : (
        <>
          <Code data-testid={`address-${which}`}>{address}</Code>
          <CopyButton value={address} label={label} />
        </>
      )}
    </Group>
  );
}
