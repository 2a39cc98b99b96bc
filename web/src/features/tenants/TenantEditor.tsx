import { Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { LeaveGuard } from '@/ui/LeaveGuard';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';
import { EditorFooter } from './EditorFooter';
import { type SwitchWords, useTenantWords } from './labels';
import {
  countEdits,
  type Edits,
  featureKeys,
  killedModules,
  NO_EDITS,
  rebased,
  switchesOf,
  valueOf,
  withEdit,
} from './model';
import { refreshBrands, saveTenant, type TaggedTenant, tenantQuery } from './queries';
import { Reapplied, StaleAlert } from './StaleAlert';
import { SwitchList } from './SwitchList';
import classes from './tenants.module.css';

interface Props {
  tagged: TaggedTenant;
  reload: () => Promise<TaggedTenant | undefined>;
  onAsking: (isAsking: boolean) => void;
}

export function TenantEditor({ tagged, reload, onAsking }: Props) {
  const { t } = useTranslation('tenants');
  const words = useTenantWords();
  const queryClient = useQueryClient();
  const { can } = useAccess();
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [reason, setReason] = useState('');
  const { tenant } = tagged;
  const stored = switchesOf(tenant);
  const count = countEdits(edits);

  const saving = useMutation({
    mutationFn: () => saveTenant(tagged, edits, reason),
    onSuccess: async (saved) => {
      queryClient.setQueryData(tenantQuery(tenant.id).queryKey, saved);
      setEdits(NO_EDITS);
      setReason('');
      reloading.reset();
      notifyDone(t('edit.done', { name: saved.tenant.name }));
      await refreshBrands(queryClient);
    },
  });
  const reloading = useMutation({
    mutationFn: reload,
    onSuccess: (newest) => {
      if (newest === undefined) return;
      setEdits((now) => rebased(now, switchesOf(newest.tenant)));
      saving.reset();
    },
  });
  const isStale = saving.error !== null && asProblem(saving.error).code === 'STALE_WRITE';

  const item = (group: keyof Edits, key: string, words: SwitchWords) => ({
    ...words,
    key,
    value: valueOf(group, key, stored, edits),
    isChanged: key in edits[group],
  });
  const set = (group: keyof Edits) => (key: string, value: boolean) =>
    setEdits((now) => withEdit(now, stored, group, key, value));
  const killed = killedModules(tenant);

  return (
    <>
      {/* Beside the form: React would hand the dialog's own submit on to it. */}
      <LeaveGuard count={count} onAsking={onAsking} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (count > 0 && !isStale && !saving.isPending) saving.mutate();
        }}
      >
        <Stack gap="lg" pt="xs">
          <Section title={t('edit.features')} text={t('edit.featuresText')}>
            <SwitchList
              items={featureKeys(stored.features).map((key) =>
                item('features', key, words.feature(key)),
              )}
              onChange={set('features')}
            />
          </Section>
          <Section title={t('edit.menu')} text={t('edit.menuText')}>
            <SwitchList
              items={words.menu.map((entry) => item('menu', entry.key, entry))}
              onChange={set('menu')}
            />
          </Section>
          <Section title={t('edit.switches')} text={t('edit.switchesText')}>
            {killed.length === 0 ? (
              <Text size="sm">{t('edit.noSwitches')}</Text>
            ) : (
              <Group gap="xs">
                {killed.map((module) => (
                  <StatusBadge key={module} tone="bad">
                    {words.module(module)}
                  </StatusBadge>
                ))}
              </Group>
            )}
          </Section>
          {can('audit:read') && (
            <Link
              to="/audit"
              search={{ resource_type: 'tenant', resource_id: tenant.id, since_hours: 87_600 }}
              className={classes.link}
            >
              {t('edit.history')}
            </Link>
          )}
          {can('tenants:write') && (
            <EditorFooter
              count={count}
              reason={reason}
              isSaving={saving.isPending}
              isBlocked={isStale}
              onReason={setReason}
              onDiscard={() => {
                setEdits(NO_EDITS);
                setReason('');
              }}
            >
              {isStale ? (
                <StaleAlert
                  isReloading={reloading.isPending}
                  error={reloading.error}
                  onReload={() => reloading.mutate()}
                />
              ) : saving.error !== null ? (
                <ProblemAlert error={saving.error} />
              ) : (
                reloading.isSuccess && <Reapplied count={count} />
              )}
            </EditorFooter>
          )}
        </Stack>
      </form>
    </>
  );
}

function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h6" id={id}>
        {title}
      </Title>
      <Text size="xs" c="dimmed" mb={8}>
        {text}
      </Text>
      {children}
    </section>
  );
}
