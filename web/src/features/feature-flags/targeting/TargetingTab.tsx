import { Alert, Button, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { IconAlert, IconPlus } from '@/ui/icons';
import { LeaveGuard } from '@/ui/LeaveGuard';
import type { Configuration, Flag } from '../flag/queries';
import type { Environment } from '../search';
import { type Faults, FaultsProvider, useFault } from './faults';
import { freeId, moved, newRule, replaced, without } from './model';
import { Prerequisites } from './Prerequisites';
import { RuleCard } from './RuleCard';
import { SaveDialog } from './SaveDialog';
import { ServeEditor } from './ServeEditor';
import { TryPanel } from './TryPanel';
import { useDraft } from './useDraft';
import classes from './targeting.module.css';

interface Props {
  flag: Flag;
  environment: Environment;
}

/** Who gets what in one environment: prerequisites, rules, and what the rest get. */
export function TargetingTab({ flag, environment }: Props) {
  const { t } = useTranslation('flagEditor');
  const { can } = useAccess();
  const draft = useDraft(flag, environment);
  const [faults, setFaults] = useState<Faults>({});
  const [saving, setSaving] = useState(false);
  const { configuration, set } = draft;
  const variants = flag.variants.map((variant) => variant.key);
  const mayWrite = can('flags:write') && !flag.archived;
  const change = (part: Partial<Configuration>) => set({ ...configuration, ...part });
  const { rules } = configuration;
  const count = Object.keys(draft.changes ?? {}).length;

  return (
    <FaultsProvider value={faults}>
      <Stack gap="md">
        <Part title={t('prerequisites.title')} text={t('prerequisites.text')}>
          <Prerequisites
            prerequisites={configuration.prerequisites}
            flagKey={flag.flag_id}
            onChange={(prerequisites) => change({ prerequisites })}
          />
        </Part>
        <Part title={t('rules.title')} text={t('rules.text')} plain>
          <Stack gap="sm">
            {rules.map((rule, index) => (
              <RuleCard
                key={rule.id}
                rule={rule}
                index={index}
                count={rules.length}
                variants={variants}
                salt={flag.flag_id}
                onChange={(next) => change({ rules: replaced(rules, index, next) })}
                onMove={(by) => change({ rules: moved(rules, index, by) })}
                onCopy={() =>
                  change({ rules: [...rules, { ...structuredClone(rule), id: freeId(rules) }] })
                }
                onRemove={() => change({ rules: without(rules, index) })}
              />
            ))}
            <Button
              variant="default"
              w="fit-content"
              leftSection={<IconPlus size={16} />}
              onClick={() =>
                change({ rules: [...rules, newRule(rules, variants[0] ?? '', flag.flag_id)] })
              }
              data-testid="add-rule"
            >
              {t('rules.add')}
            </Button>
          </Stack>
        </Part>
        <Part title={t('default.title')} text={t('default.text')}>
          <ServeEditor
            serve={configuration.default}
            variants={variants}
            salt={flag.flag_id}
            place="default"
            mayPass={false}
            onChange={(serve) => change({ default: serve })}
          />
        </Part>
        <Part title={t('off.title')} text={t('off.text')}>
          <OffVariant
            variants={variants}
            value={configuration.off_variant}
            onChange={(off_variant) => change({ off_variant })}
          />
        </Part>
        <TryPanel flag={flag} environment={environment} draft={draft} onFaults={setFaults} />
        {mayWrite && (
          <Paper p="sm" className={classes.footer}>
            {draft.isStale && (
              <Alert color="yellow" icon={<IconAlert />} mb="sm" role="alert" data-testid="stale">
                {t('save.stale')}
              </Alert>
            )}
            <Group justify="space-between">
              <Text size="sm" c="dimmed" role="status" data-testid="unsaved">
                {count === 0 ? t('save.nothing') : t('save.count', { count })}
              </Text>
              <Group gap="xs">
                <Button variant="default" disabled={count === 0} onClick={draft.discard}>
                  {t('save.discard')}
                </Button>
                <Button
                  disabled={count === 0}
                  onClick={() => setSaving(true)}
                  data-testid="save-targeting"
                >
                  {t('save.review')}
                </Button>
              </Group>
            </Group>
          </Paper>
        )}
        <SaveDialog
          flag={flag}
          environment={environment}
          draft={draft}
          opened={saving}
          onClose={() => setSaving(false)}
          onFaults={setFaults}
        />
        <LeaveGuard count={count} />
      </Stack>
    </FaultsProvider>
  );
}

interface PartProps {
  title: string;
  text: string;
  /** Has frames of its own inside. */
  plain?: boolean;
  children: React.ReactNode;
}

function Part({ title, text, plain = false, children }: PartProps) {
  return (
    <Paper
      component="section"
      p={plain ? 0 : 'md'}
      withBorder={!plain}
      bg={plain ? 'none' : undefined}
    >
      <Title order={2} size="h5">
        {title}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {text}
      </Text>
      {children}
    </Paper>
  );
}

interface OffProps {
  variants: string[];
  value: string;
  onChange: (value: string) => void;
}

function OffVariant({ variants, value, onChange }: OffProps) {
  const { t } = useTranslation('flagEditor');
  const fault = useFault('off_variant');
  return (
    <Select
      aria-label={t('off.title')}
      size="xs"
      w={200}
      data={variants.includes(value) ? variants : [...variants, value]}
      value={value}
      allowDeselect={false}
      error={fault}
      onChange={(next) => onChange(next ?? value)}
    />
  );
}
