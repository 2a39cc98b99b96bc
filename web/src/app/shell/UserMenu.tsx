import { Avatar, Box, Menu, Stack, Text, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { setActingTenant } from '@/api/acting';
import { api, call } from '@/api/client';
import { useMe } from '@/features/auth/session';
import { IconAccount, IconKeyboard, IconLogout } from '@/ui/icons';
import { LanguageControl, SchemeControl } from './preferences';
import { shortcutHelp } from './Shortcuts';

export function UserMenu() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => call(api.POST('/api/v1/auth/logout')),
    onSettled: async () => {
      setActingTenant(null);
      queryClient.clear();
      await navigate({ to: '/login' });
    },
  });
  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={t('userMenu')} data-testid="user-menu">
          <Avatar name={me.full_name} color="brand" size={32} alt="" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py={6}>
          <Text size="sm" fw={600} truncate>
            {me.full_name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.email}
          </Text>
        </Box>
        <Menu.Divider />
        <Stack gap={8} px="sm" py={6}>
          <LanguageControl />
          <SchemeControl />
        </Stack>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconAccount size={16} />}>
          {t('menu.account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={shortcutHelp.open}>
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() => signOut.mutate()}
          data-testid="sign-out"
        >
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
