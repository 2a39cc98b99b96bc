import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { notifyDone } from '@/ui/notify';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { type Edits, NUMBER_RULES, type RuleName, withRule } from './model';
import { NetworksCard } from './NetworksCard';
import { savePolicy, securityQuery, type TaggedPolicy } from './queries';
import { NumberField, SwitchField } from './RuleFields';
import { SaveBar } from './SaveBar';

interface Props {
  brand: string | undefined;
  tagged: TaggedPolicy;
  reload: () => Promise<void>;
}

const SECTIONS: [title: 'passwords' | 'sessions' | 'proofs', rules: RuleName[]][] = [
  ['passwords', ['password_min_length', 'password_min_score', 'max_login_attempts']],
  ['sessions', ['session_timeout_minutes', 'session_absolute_hours', 'step_up_minutes']],
  ['proofs', ['require_2fa', 'require_device_approval']],
];

export function PolicyEditor({ brand, tagged, reload }: Props) {
  const { t } = useTranslation('adminSecurity');
  const { can } = useAccess();
  const queryClient = useQueryClient();
  const [edits, setEdits] = useState<Edits>({});
  const { state, etag } = tagged;
  const isReadOnly = !can('security:write');

  const saving = useMutation({
    mutationFn: (how: { reason: string; isConfirmed: boolean }) =>
      savePolicy({ brand, etag, edits, ...how }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(securityQuery(brand).queryKey, saved);
      setEdits({});
      notifyDone(t('saved'));
      // The floor holds for every brand.
      await queryClient.invalidateQueries({ queryKey: ['admin-users'], refetchType: 'none' });
    },
  });
  const fields = {
    state,
    edits,
    isReadOnly,
    onChange: (name: RuleName, value: number | boolean | null) =>
      setEdits((now) => withRule(state, now, name, value)),
  };

  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event: SyntheticEvent) => event.preventDefault()}
      data-testid="security-policy"
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {SECTIONS.map(([section, names]) => (
          <Section key={section} title={t(`sections.${section}`)}>
            {names.map((name) => {
              const rule = NUMBER_RULES.find((known) => known.name === name);
              if (rule) return <NumberField key={name} rule={rule} {...fields} />;
              if (name === 'require_device_approval')
                return <SwitchField key={name} name={name} {...fields} />;
              if (name === 'require_2fa')
                return (
                  <div key={name}>
                    <SwitchField name={name} {...fields} />
                    {can('admins:read') && state.admins_without_2fa > 0 && (
                      <AnchorLink
                        to="/admins/users"
                        search={{ brand, factor: 'without', status: 'active' }}
                        size="xs"
                        // Below the words of the switch.
                        ml={50}
                      >
                        {t('showWithout')}
                      </AnchorLink>
                    )}
                  </div>
                );
              return null;
            })}
          </Section>
        ))}
      </SimpleGrid>
      <NetworksCard state={state} />
      {state.updated_at !== null && (
        <Text size="xs" c="dimmed">
          {t('updated', { name: state.updated_by ?? '–' })}{' '}
          <Time value={state.updated_at} relative />
        </Text>
      )}
      {!isReadOnly && (
        <SaveBar
          count={Object.keys(edits).length}
          isSaving={saving.isPending}
          error={saving.error}
          onDiscard={() => {
            setEdits({});
            saving.reset();
          }}
          onReload={async () => {
            await reload();
            saving.reset();
          }}
          onSave={saving.mutate}
        />
      )}
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper p="lg" component="section" aria-labelledby={id}>
      <Title order={2} size="h5" id={id} mb="sm">
        {title}
      </Title>
      <Stack gap="md">{children}</Stack>
    </Paper>
  );
}
