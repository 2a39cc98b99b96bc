import { Button, Group, Stack, Text } from '@mantine/core';
import { Dropzone, type FileRejection } from '@mantine/dropzone';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconFile, IconUpload } from '@/ui/icons';
import { useFormat } from '@/ui/format';
import classes from './imports.module.css';
import type { Limits } from './wire';

interface Props {
  file: File | null;
  /** Absent until the server has told them. */
  limits: Limits | undefined;
  onFile: (file: File) => void;
  onTooMany: () => void;
}

/** Where a file is dropped or chosen. The button is the keyboard's way in. */
export function UploadDropzone({ file, limits, onFile, onTooMany }: Props) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const open = useRef<() => void>(null);

  const reject = (rejections: FileRejection[]) => {
    if (rejections.length > 1) onTooMany();
  };

  return (
    <Dropzone
      onDrop={([dropped]) => dropped && onFile(dropped)}
      onReject={reject}
      openRef={open}
      multiple={false}
      activateOnKeyboard={false}
      enablePointerEvents
      className={classes.dropzone}
      inputProps={{ 'aria-label': t('upload.file') }}
      data-testid="dropzone"
    >
      <Stack align="center" gap={6}>
        {file === null ? (
          <>
            <IconUpload size={30} className={classes.dropIcon} />
            <Text fw={600}>{t('upload.drop')}</Text>
          </>
        ) : (
          <Group gap={8} wrap="nowrap">
            <IconFile size={22} className={classes.dropIcon} />
            <Text fw={600} className={classes.breakable} data-testid="chosen-file">
              {file.name}
            </Text>
            <Text c="dimmed" size="sm" className={classes.nowrap}>
              {format.bytes(file.size)}
            </Text>
          </Group>
        )}
        <Button
          variant={file === null ? 'filled' : 'default'}
          onClick={(event) => {
            event.stopPropagation();
            open.current?.();
          }}
        >
          {t(file === null ? 'upload.choose' : 'upload.chooseOther')}
        </Button>
        <Text size="xs" c="dimmed" ta="center">
          {t('upload.formats')}
          {limits !== undefined && (
            <>
              <br />
              {t('upload.limits', {
                bytes: format.bytes(limits.max_bytes),
                count: limits.max_rows,
              })}
            </>
          )}
        </Text>
      </Stack>
    </Dropzone>
  );
}
