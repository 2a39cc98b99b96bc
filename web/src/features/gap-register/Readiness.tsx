import { Alert, Code, List } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { IconInfo } from '@/ui/icons';
import { verificationQuery } from './queries';

interface Props {
  /** The gaps whose contracts are meant; all if left out. */
  gap?: string;
}

/** What keeps contracts from being run, and what to set; nothing while they can be. */
export function Readiness({ gap }: Props) {
  const { t } = useTranslation('gapRegister');
  const state = useQuery(verificationQuery);
  if (state.data === undefined) return null;
  const isMeant = (gaps: string[]) => (gap === undefined ? gaps.length > 0 : gaps.includes(gap));
  const actors = state.data.actors.filter((actor) => !actor.ready && isMeant(actor.gaps));
  const needsBrowser = !state.data.has_browser && isMeant(state.data.needs_browser);
  if (actors.length === 0 && !needsBrowser) return null;
  return (
    <Alert color="orange" icon={<IconInfo />} title={t('ready.title')} mb="sm" data-testid="ready">
      <List size="sm" spacing={4}>
        {actors.map((actor) => (
          <List.Item key={actor.name}>
            {actor.lacks.length > 0 ? (
              <Trans
                t={t}
                i18nKey="ready.actor"
                values={{ actor: actor.name, variables: actor.lacks.join(', ') }}
                components={{ code: <Code /> }}
              />
            ) : (
              <Trans
                t={t}
                i18nKey="ready.unknown"
                values={{ actor: actor.name }}
                components={{ code: <Code /> }}
              />
            )}
          </List.Item>
        ))}
        {needsBrowser && (
          <List.Item>
            <Trans t={t} i18nKey="ready.browser" components={{ code: <Code /> }} />
          </List.Item>
        )}
      </List>
    </Alert>
  );
}
