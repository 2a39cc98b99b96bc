import {
  Avatar,
  Box,
  Divider,
  Popover,
  Stack,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/features/auth/session';
import { useSignOut } from '@/features/auth/useSignOut';
import { IconAccount, IconKeyboard, IconLogout } from '@/ui/icons';
import { LanguageControl, SchemeControl } from './preferences';
import { shortcutHelp } from './Shortcuts';
import classes from './Shell.module.css';

/** Who is signed in, language and appearance, and the way out. */
export function UserMenu() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const [opened, menu] = useDisclosure(false);
  const signOut = useSignOut();
  return (
    <Popover
      opened={opened}
      onChange={menu.set}
      position="bottom-end"
      width={260}
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <UnstyledButton onClick={menu.toggle} className={classes.user} data-testid="user-menu">
          <Avatar name={me.full_name} color="brand" variant="filled" size={32} alt="" />
          <VisuallyHidden>{t('userMenu')}</VisuallyHidden>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t('userMenu')}>
        <Box px="sm" py={6}>
          <Text size="sm" fw={600} truncate>
            {me.full_name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.email}
          </Text>
        </Box>
        <Divider my={4} />
        <Stack gap={8} px="sm" py={6}>
          <LanguageControl />
          <SchemeControl />
        </Stack>
        <Divider my={4} />
        <Link to="/account" className={classes.link} onClick={menu.close}>
          <IconAccount size={16} />
          {t('menu.account')}
        </Link>
        <UnstyledButton
          className={classes.link}
          onClick={() => {
            menu.close();
            shortcutHelp.open();
          }}
        >
          <IconKeyboard size={16} />
          {t('shortcuts.title')}
        </UnstyledButton>
        <UnstyledButton
          className={classes.link}
          onClick={() => signOut.mutate()}
          data-testid="sign-out"
        >
          <IconLogout size={16} />
          {t('signOut')}
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}
