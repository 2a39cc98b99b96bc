import {
  Button,
  Group,
  Input,
  Modal,
  Radio,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useTenantWords } from './labels';
import { FEATURES, isName, LONGEST_NAME, NEW_BRAND, type TenantRow } from './model';
import { createTenant, refreshBrands } from './queries';
import { SwitchList } from './SwitchList';
import classes from './tenants.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (tenant: TenantRow) => void;
}

export function CreateTenant(props: Props) {
  const { t } = useTranslation(['tenants', 'common']);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={<Text fw={650}>{t('create.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {/* Its own component, so that each opening begins with an empty form. */}
      <CreateForm {...props} />
    </Modal>
  );
}

function CreateForm({ onClose, onCreated }: Props) {
  const { t } = useTranslation(['tenants', 'common']);
  const words = useTenantWords();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [type, setType] = useState<TenantRow['type']>('renter');
  const [features, setFeatures] = useState(NEW_BRAND);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const creating = useMutation({
    mutationFn: () => createTenant({ name: name.trim(), type, features }, reason),
    onSuccess: async (tenant) => {
      await refreshBrands(queryClient);
      notifyDone(t('create.done', { name: tenant.name }));
      onCreated(tenant);
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setTried(true);
    if (!isName(name)) nameField.current?.focus();
    else if (!creating.isPending) creating.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          ref={nameField}
          label={t('create.name')}
          description={t('create.nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={LONGEST_NAME + 1}
          error={tried && !isName(name) ? t('create.nameBad') : undefined}
          required
          data-autofocus
        />
        <Radio.Group
          label={t('create.type')}
          value={type}
          onChange={(value) => setType(value === 'owner' ? 'owner' : 'renter')}
        >
          <Group mt={4} gap="xl">
            {(['renter', 'owner'] as const).map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`types.${value}`)}
                description={t(`typeTexts.${value}`)}
              />
            ))}
          </Group>
        </Radio.Group>
        <Input.Wrapper label={t('create.features')} labelElement="div">
          <SwitchList
            items={FEATURES.map((key) => ({
              key,
              ...words.feature(key),
              value: features[key] ?? false,
            }))}
            onChange={(key, value) => setFeatures((now) => ({ ...now, [key]: value }))}
          />
        </Input.Wrapper>
        <Textarea
          label={t('common:reason')}
          description={t('common:reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          autosize
        />
        <Stack gap="xs" className={classes.footer}>
          {creating.error !== null && <ProblemAlert error={creating.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={creating.isPending} data-testid="create-tenant">
              {t('create.submit')}
            </Button>
          </Group>
        </Stack>
      </Stack>
    </form>
  );
}
