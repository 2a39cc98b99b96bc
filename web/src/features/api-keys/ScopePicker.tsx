import { Badge, Checkbox, Group, Input, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { groupScopes, type ScopeInfo } from './model';
import classes from './api-keys.module.css';

interface Props {
  scopes: ScopeInfo[];
  value: string[];
  onChange: (value: string[]) => void;
}

/** Scopes by module, each with what it opens. One that the admin does not hold cannot be given. */
export function ScopePicker({ scopes, value, onChange }: Props) {
  const { t } = useTranslation('apiKeys');
  const module = useWord('apiKeys', 'modules');
  const chosen = new Set(value);
  const set = (names: string[], on: boolean) =>
    onChange(
      scopes
        .map((info) => info.scope)
        .filter((name) => (names.includes(name) ? on : chosen.has(name))),
    );
  return (
    <Input.Wrapper
      label={t('form.scopes')}
      description={t('form.scopesHint')}
      labelElement="div"
      inputWrapperOrder={['label', 'description', 'input']}
    >
      <div className={classes.scopes} data-testid="scopes">
        {groupScopes(scopes).map((group) => {
          const open = group.scopes.filter((info) => info.grantable).map((info) => info.scope);
          const on = open.filter((name) => chosen.has(name));
          return (
            <fieldset key={group.module} className={classes.module}>
              <legend className="sr-only">{module(group.module)}</legend>
              <Checkbox
                label={
                  <Text fw={600} size="sm">
                    {module(group.module)}
                  </Text>
                }
                aria-label={t('form.wholeModule', { module: module(group.module) })}
                checked={open.length > 0 && on.length === open.length}
                indeterminate={on.length > 0 && on.length < open.length}
                disabled={open.length === 0}
                onChange={(event) => set(open, event.currentTarget.checked)}
              />
              <Stack gap={6} mt={6} ml={28}>
                {group.scopes.map((info) => (
                  <Scope
                    key={info.scope}
                    info={info}
                    checked={chosen.has(info.scope)}
                    onChange={(next) => set([info.scope], next)}
                  />
                ))}
              </Stack>
            </fieldset>
          );
        })}
      </div>
    </Input.Wrapper>
  );
}

interface ScopeProps {
  info: ScopeInfo;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Scope({ info, checked, onChange }: ScopeProps) {
  const { t } = useTranslation('apiKeys');
  const meaning = useWord('apiKeys', 'scopes')(info.scope);
  const calls = info.operations.map(({ method, path }) => `${method} ${path}`).join('\n');
  return (
    <Checkbox
      checked={checked}
      disabled={!info.grantable && !checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={
        <Group gap={6} title={calls === '' ? undefined : calls}>
          <span>{meaning}</span>
          {meaning !== info.scope && (
            <Text span size="xs" c="dimmed" ff="monospace">
              {info.scope}
            </Text>
          )}
          {info.operations.length === 0 && (
            <Badge size="xs" variant="light" color="gray" tt="none">
              {t('form.opensNothing')}
            </Badge>
          )}
        </Group>
      }
      description={info.grantable ? undefined : t('form.notHeld')}
      data-testid={`scope-${info.scope}`}
    />
  );
}
