import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';

const EMPTY = { current: '', new: '', repeat: '' };

export function PasswordForm() {
  const { t } = useTranslation('auth');
  const queryClient = useQueryClient();
  const [values, setValues] = useState(EMPTY);
  const mismatch = values.repeat !== '' && values.repeat !== values.new;
  const change = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/v1/auth/change-password', {
          body: { current_password: values.current, new_password: values.new },
        }),
      ),
    onSuccess: async (result) => {
      setValues(EMPTY);
      notifyDone(t('changePassword.done', { count: result.other_sessions_ended }));
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (values.new === values.repeat) change.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={420}>
        {change.isError && <ProblemAlert error={change.error} />}
        {(['current', 'new', 'repeat'] as const).map((field) => (
          <PasswordInput
            key={field}
            label={t(`changePassword.${field}`)}
            autoComplete={field === 'current' ? 'current-password' : 'new-password'}
            required
            withAsterisk={false}
            value={values[field]}
            onChange={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
            error={field === 'repeat' && mismatch ? t('changePassword.mismatch') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          />
        ))}
        <Button
          type="submit"
          loading={change.isPending}
          disabled={mismatch}
          style={{ alignSelf: 'start' }}
        >
          {t('changePassword.submit')}
        </Button>
      </Stack>
    </form>
  );
}
