import { Badge, Button, Code, Group, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { CopyButton } from '@/ui/CopyButton';
import { useFormat } from '@/ui/format';
import { AnchorLink } from '@/ui/links';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { PageHeader } from '@/ui/PageHeader';
import { Time } from '@/ui/Time';
import { FactGrid } from '../FactGrid';
import { StaleMarks } from '../Marks';
import type { Environment } from '../search';
import { EditFlag } from './EditFlag';
import { PromoteDialog } from './PromoteDialog';
import { type Flag, useArchiveFlag, useRestoreFlag } from './queries';

/** What the flag is, and what can be done with it as a whole. */
export function FlagHeader({ flag, environment }: { flag: Flag; environment: Environment }) {
  const { t } = useTranslation(['flagEditor', 'featureFlags']);
  const format = useFormat();
  const { can } = useAccess();
  const [editing, edit] = useDisclosure(false);
  const [promoting, promotion] = useDisclosure(false);
  const none = t('about.none');
  return (
    <>
      <PageHeader
        title={flag.name}
        text={
          <Group gap={4}>
            <Code>{flag.flag_id}</Code>
            <CopyButton value={flag.flag_id} label={t('about.key')} />
            <StaleMarks stale={flag.stale} />
          </Group>
        }
        actions={
          can('flags:write') &&
          (flag.archived ? (
            <Restore flag={flag} />
          ) : (
            <>
              <Button variant="default" onClick={promotion.open} data-testid="promote">
                {t('promote.action')}
              </Button>
              <Archive flag={flag} />
              <Button variant="default" onClick={edit.open} data-testid="edit-flag">
                {t('about.edit')}
              </Button>
            </>
          ))
        }
      />
      <Paper p="sm">
        {flag.description !== '' && (
          <Text size="sm" mb="xs">
            {flag.description}
          </Text>
        )}
        <FactGrid
          facts={[
            [t('about.type'), t(`featureFlags:types.${flag.type}`)],
            [t('about.scope'), t(`featureFlags:scopes.${flag.scope}`)],
            [t('about.group'), flag.group ?? none],
            [t('about.owner'), flag.owner ?? none],
            [
              t('about.tags'),
              flag.tags.length === 0 ? (
                none
              ) : (
                <Group key="tags" gap={4}>
                  {flag.tags.map((tag) => (
                    <Badge key={tag} variant="light" color="gray" tt="none">
                      {tag}
                    </Badge>
                  ))}
                </Group>
              ),
            ],
            [
              t('about.asked'),
              <AnchorLink key="asked" to="/features/analytics" search={{ flag: flag.id }} size="sm">
                {flag.evaluated_at === null ? t('about.never') : format.relative(flag.evaluated_at)}
              </AnchorLink>,
            ],
            [
              t('about.expires'),
              flag.expires_at === null ? none : <Time key="expires" value={flag.expires_at} />,
            ],
            [
              t('about.changed'),
              t('about.by', { when: format.relative(flag.updated_at), who: flag.updated_by }),
            ],
          ]}
        />
      </Paper>
      <EditFlag flag={flag} opened={editing} onClose={edit.close} />
      <PromoteDialog
        flag={flag}
        environment={environment}
        opened={promoting}
        onClose={promotion.close}
      />
    </>
  );
}

function Archive({ flag }: { flag: Flag }) {
  const { t } = useTranslation('flagEditor');
  const [asking, question] = useDisclosure(false);
  const archive = useArchiveFlag(flag);
  return (
    <>
      <Button variant="default" onClick={question.open} data-testid="archive">
        {t('archive.action')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={question.close}
        title={t('archive.title', { name: flag.name })}
        confirm={t('archive.action')}
        danger
        reason="required"
        isPending={archive.isPending}
        error={archive.error}
        onConfirm={(reason) =>
          archive.mutate(reason, {
            onSuccess: () => {
              notifyDone(t('archive.done', { name: flag.name }));
              question.close();
            },
          })
        }
      >
        {t('archive.text')}
      </ConfirmDialog>
    </>
  );
}

function Restore({ flag }: { flag: Flag }) {
  const { t } = useTranslation('flagEditor');
  const restore = useRestoreFlag(flag);
  return (
    <Button
      variant="default"
      loading={restore.isPending}
      onClick={() =>
        restore.mutate(undefined, {
          onSuccess: () => notifyDone(t('archive.restored', { name: flag.name })),
          onError: notifyProblem,
        })
      }
      data-testid="restore"
    >
      {t('archive.restore')}
    </Button>
  );
}
