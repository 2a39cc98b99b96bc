import { Alert, Button, Code, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { CopyButton } from './CopyButton';
import { IconAlert, IconRefresh } from './icons';

interface Props {
  error: unknown;
  onRetry?: () => void;
}

/** An error as the user sees it: what happened, in which field, and the id to quote for it. */
export function ProblemAlert({ error, onRetry }: Props) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  const title =
    problem.title !== '' ? problem.title : t(problem.status === 0 ? 'networkTitle' : 'errorTitle');
  const text =
    problem.message !== ''
      ? problem.message
      : t(problem.status === 0 ? 'networkText' : 'errorText');
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlert />}
      title={title}
      role="alert"
      data-testid="problem"
      data-error-code={problem.code}
    >
      <Stack gap="xs">
        <Text size="sm">{text}</Text>
        {problem.errors.length > 0 && (
          <List size="sm" spacing={2}>
            {problem.errors.slice(0, 8).map((error) => (
              <List.Item key={`${error.field}-${error.code}`}>
                <Code>{error.field.replace(/^body\./, '')}</Code> {error.message}
              </List.Item>
            ))}
          </List>
        )}
        <Group gap="xs" justify="space-between">
          {problem.requestId !== null ? (
            <Group gap={4} wrap="nowrap">
              <Text size="xs" c="dimmed">
                {t('requestId')}
              </Text>
              <Code fz="xs" data-testid="request-id">
                {problem.requestId}
              </Code>
              <CopyButton value={problem.requestId} label={t('requestId')} />
            </Group>
          ) : (
            <span />
          )}
          {onRetry && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              onClick={onRetry}
            >
              {t('retry')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
