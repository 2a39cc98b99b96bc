import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { CopyButton } from '@/ui/CopyButton';
import { Facts } from '@/ui/Facts';
import { KeyStatus, KeySwitch } from './columns';
import { DeleteDialog, OverlapDialog, RotateDialog } from './dialogs';
import { EditKey } from './EditKey';
import { KeyFacts, Notices } from './KeyFacts';
import { KeyHistory } from './KeyHistory';
import { type ApiKey, curlExample, examplePath, mayHandle, type ScopeInfo } from './model';
import type { Issued } from './SecretDialog';
import { Usage } from './Usage';

export type Act = 'edit' | 'rotate' | 'delete' | 'overlap';

interface Props {
  apiKey: ApiKey;
  scopes: ScopeInfo[] | undefined;
  /** The dialog that is open. */
  act: Act | null;
  onAct: (act: Act | null) => void;
  onSwitch: (key: ApiKey, active: boolean) => void;
  onIssued: (issued: Issued) => void;
  onDeleted: () => void;
}

export function KeyDetail(props: Props) {
  const { apiKey, scopes, act, onAct, onSwitch, onIssued, onDeleted } = props;
  const { t } = useTranslation('apiKeys');
  const { can } = useAccess();
  const isKept = apiKey.status !== 'deleted';
  const mayWrite = can('api_keys:write') && isKept;
  const isStrong = scopes !== undefined && !mayHandle(apiKey, scopes);
  const close = () => onAct(null);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Group gap="md">
          <KeyStatus status={apiKey.status} />
          {mayWrite && <KeySwitch apiKey={apiKey} scopes={scopes} onSwitch={onSwitch} />}
        </Group>
        {mayWrite && (
          <Group gap="xs">
            <Button variant="default" disabled={isStrong} onClick={() => onAct('edit')}>
              {t('edit.button')}
            </Button>
            <Button variant="default" disabled={isStrong} onClick={() => onAct('rotate')}>
              {t('rotate.button')}
            </Button>
            <Button variant="light" color="red" onClick={() => onAct('delete')}>
              {t('delete.button')}
            </Button>
          </Group>
        )}
      </Group>
      <Notices apiKey={apiKey} isStrong={mayWrite && isStrong} onEnd={() => onAct('overlap')} />
      <KeyFacts apiKey={apiKey} />
      <Part title={t('detail.use')}>
        <Usage id={apiKey.id} />
      </Part>
      <Part title={t('columns.scopes')}>
        <ScopeList scopes={apiKey.scopes} />
      </Part>
      {isKept && <Example apiKey={apiKey} scopes={scopes} />}
      {can('audit:read') && (
        <Part title={t('detail.history')}>
          <KeyHistory id={apiKey.id} />
        </Part>
      )}
      <EditKey apiKey={apiKey} scopes={scopes} opened={act === 'edit'} onClose={close} />
      <RotateDialog apiKey={apiKey} opened={act === 'rotate'} onClose={close} onIssued={onIssued} />
      <OverlapDialog apiKey={apiKey} opened={act === 'overlap'} onClose={close} />
      <DeleteDialog
        apiKey={apiKey}
        opened={act === 'delete'}
        onClose={close}
        onDeleted={onDeleted}
      />
    </Stack>
  );
}

interface PartProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

function Part({ title, action, children }: PartProps) {
  return (
    <section>
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h5">
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </section>
  );
}

function ScopeList({ scopes }: { scopes: string[] }) {
  const { t } = useTranslation('apiKeys');
  const meaning = useWord('apiKeys', 'scopes');
  if (scopes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('detail.noScopes')}
      </Text>
    );
  return <Facts rows={scopes.map((scope) => [scope, meaning(scope)] as const)} />;
}

function Example({ apiKey, scopes }: Pick<Props, 'apiKey' | 'scopes'>) {
  const { t } = useTranslation('apiKeys');
  const text = curlExample(
    window.location.origin,
    '$GAPLESS_API_KEY',
    examplePath(apiKey.scopes, scopes),
  ).replaceAll("'", '"');
  return (
    <Part
      title={t('detail.example')}
      action={<CopyButton value={text} label={t('detail.example')} />}
    >
      <Code block>{text}</Code>
    </Part>
  );
}
