import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { CopyButton } from '@/ui/CopyButton';
import { Facts } from '@/ui/Facts';
import { useFormat } from '@/ui/format';
import { IconAlert, IconInfo } from '@/ui/icons';
import { Time } from '@/ui/Time';
import { KeyStatus, KeySwitch } from './columns';
import { DeleteDialog, OverlapDialog, RotateDialog } from './dialogs';
import { EditKey } from './EditKey';
import { KeyHistory } from './KeyHistory';
import { type ApiKey, curlExample, examplePath, masked, mayHandle, type ScopeInfo } from './model';
import type { Issued } from './SecretDialog';
import { Usage } from './Usage';

type Act = 'edit' | 'rotate' | 'delete' | 'overlap';

interface Props {
  apiKey: ApiKey;
  scopes: ScopeInfo[] | undefined;
  onSwitch: (key: ApiKey, active: boolean) => void;
  onIssued: (issued: Issued) => void;
  onDeleted: () => void;
}

export function KeyDetail({ apiKey, scopes, onSwitch, onIssued, onDeleted }: Props) {
  const { t } = useTranslation('apiKeys');
  const { can } = useAccess();
  const [act, setAct] = useState<Act | null>(null);
  const isKept = apiKey.status !== 'deleted';
  const mayWrite = can('api_keys:write') && isKept;
  const isStrong = scopes !== undefined && !mayHandle(apiKey, scopes);
  const close = () => setAct(null);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Group gap="md">
          <KeyStatus status={apiKey.status} />
          {mayWrite && <KeySwitch apiKey={apiKey} scopes={scopes} onSwitch={onSwitch} />}
        </Group>
        {mayWrite && (
          <Group gap="xs">
            <Button variant="default" disabled={isStrong} onClick={() => setAct('edit')}>
              {t('edit.button')}
            </Button>
            <Button variant="default" disabled={isStrong} onClick={() => setAct('rotate')}>
              {t('rotate.button')}
            </Button>
            <Button variant="light" color="red" onClick={() => setAct('delete')}>
              {t('delete.button')}
            </Button>
          </Group>
        )}
      </Group>
      <Notices apiKey={apiKey} isStrong={mayWrite && isStrong} onEnd={() => setAct('overlap')} />
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

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h5" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

interface NoticesProps {
  apiKey: ApiKey;
  isStrong: boolean;
  onEnd: () => void;
}

/** What somebody should know of a key before anything else. */
function Notices({ apiKey, isStrong, onEnd }: NoticesProps) {
  const { t } = useTranslation('apiKeys');
  const { leak, previous_secret: previous } = apiKey;
  return (
    <>
      {leak !== null && (
        <Alert color="red" variant="light" icon={<IconAlert />} title={t('leak.title')}>
          <Text size="sm">{t('leak.text')}</Text>
          <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
            <Time value={leak.at} /> · {[leak.source, leak.url].filter(Boolean).join(' · ')}
          </Text>
        </Alert>
      )}
      {previous !== null && (
        <Alert color="blue" variant="light" icon={<IconInfo />} title={t('previous.title')}>
          <Text size="sm">
            <Code>{masked(previous.key_prefix, previous.last_four)}</Code> {t('previous.until')}{' '}
            <Time value={previous.until} />.{' '}
            {previous.last_used_at === null ? (
              t('previous.unused')
            ) : (
              <>
                {t('previous.lastUsed')} <Time value={previous.last_used_at} relative />.
              </>
            )}
          </Text>
          {!isStrong && (
            <Button size="xs" variant="default" mt="xs" onClick={onEnd}>
              {t('previous.end')}
            </Button>
          )}
        </Alert>
      )}
      {isStrong && (
        <Text size="sm" c="dimmed">
          {t('detail.strong')}
        </Text>
      )}
    </>
  );
}

function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('apiKeys');
  const format = useFormat();
  const reason = useWord('apiKeys', 'refusals');
  const { last_use: use, last_refusal: refusal } = apiKey;
  return (
    <Facts
      rows={[
        [t('detail.key'), <Code key="key">{masked(apiKey.key_prefix, apiKey.last_four)}</Code>],
        [
          t('columns.lastUsed'),
          use === null ? (
            t('never')
          ) : (
            <Stack key="use" gap={0}>
              <span>
                <Time value={use.at} /> · {use.ip_address}
              </span>
              {use.user_agent !== null && (
                <Text size="xs" c="dimmed">
                  {use.user_agent}
                </Text>
              )}
            </Stack>
          ),
        ],
        ...(refusal === null
          ? []
          : [
              [
                t('detail.lastRefusal'),
                <Stack key="refusal" gap={0}>
                  <span>
                    <Time value={refusal.at} /> · {refusal.ip_address}
                  </span>
                  <Text size="xs" c="dimmed">
                    {reason(refusal.code ?? '')}
                  </Text>
                </Stack>,
              ] as const,
            ]),
        [
          t('columns.expires'),
          apiKey.expires_at === null ? (
            t('neverExpires')
          ) : (
            <Time key="end" value={apiKey.expires_at} />
          ),
        ],
        [
          t('form.networks'),
          apiKey.allowed_cidrs.length === 0 ? (
            t('form.anyNetwork')
          ) : (
            <Code key="networks">{apiKey.allowed_cidrs.join(', ')}</Code>
          ),
        ],
        [
          t('form.limit'),
          apiKey.rate_limit_per_minute === null
            ? t('form.noLimit')
            : format.number(apiKey.rate_limit_per_minute),
        ],
        [t('detail.createdBy'), apiKey.created_by?.email ?? t('detail.commandLine')],
        [t('columns.created'), <Time key="created" value={apiKey.created_at} />],
        ...(apiKey.rotated_at === null
          ? []
          : [[t('detail.rotated'), <Time key="rotated" value={apiKey.rotated_at} />] as const]),
      ]}
    />
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
    <Part title={t('detail.example')}>
      <Group justify="flex-end" mb={4}>
        <CopyButton value={text} label={t('detail.example')} />
      </Group>
      <Code block>{text}</Code>
    </Part>
  );
}
