import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { Facts } from '@/ui/Facts';
import { useFormat } from '@/ui/format';
import { IconAlert, IconInfo } from '@/ui/icons';
import { Time } from '@/ui/Time';
import { type ApiKey, masked } from './model';

interface NoticesProps {
  apiKey: ApiKey;
  isStrong: boolean;
  onEnd: () => void;
}

/** What somebody should know of a key before anything else. */
export function Notices({ apiKey, isStrong, onEnd }: NoticesProps) {
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

/** What a key is, and when it was last used. */
export function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
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
