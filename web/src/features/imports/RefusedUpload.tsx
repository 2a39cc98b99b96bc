import { Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { ProblemAlert } from '@/ui/ProblemAlert';

/** Why a file was not taken, and whether it is the file that has to change. */
export function RefusedUpload({ file, error }: { file: File | null; error: Error }) {
  const { t } = useTranslation('imports');
  const { code, isTransient } = asProblem(error);
  return (
    <Stack gap={4} data-testid="upload-refused">
      {file !== null && (
        <Text fw={600} size="sm">
          {t('upload.refused', { file: file.name })}
        </Text>
      )}
      <ProblemAlert error={error} />
      <Text size="sm" c="dimmed">
        {t(isTransient ? 'upload.failedHint' : 'upload.refusedHint')} {t('upload.code')}{' '}
        <Code>{code}</Code>
      </Text>
    </Stack>
  );
}
