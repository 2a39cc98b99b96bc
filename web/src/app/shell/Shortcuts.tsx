import { Group, Kbd, Modal, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { createSpotlight } from '@mantine/spotlight';
import { useHotkeys, useOs } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { Fragment, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { visibleMenu } from '../menu';

const SEQUENCE_MS = 1200;

/** Whether the help sheet is open; the user menu opens it too. */
export const shortcutHelp = (() => {
  let opened = false;
  const listeners = new Set<() => void>();
  const set = (value: boolean) => {
    opened = value;
    for (const listener of listeners) listener();
  };
  return {
    open: () => set(true),
    close: () => set(false),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isOpen: () => opened,
  };
})();

export const [paletteStore, palette] = createSpotlight();

/** `g` then a letter goes to a page; `/` searches the list; `?` explains. Not while typing. */
export function Shortcuts() {
  const { t } = useTranslation(['shell', 'common']);
  const opened = useSyncExternalStore(shortcutHelp.subscribe, shortcutHelp.isOpen);
  const { toggleColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const items = visibleMenu(useAccess());
  const lastG = useRef(0);
  const mod = useOs() === 'macos' ? '⌘' : 'Ctrl';

  useHotkeys([['mod+J', () => toggleColorScheme()]]);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable) return;
      // By character, not by key: where `?` and `/` are depends on the keyboard.
      if (event.key === '?') shortcutHelp.open();
      else if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('[data-list-search]');
        if (search) event.preventDefault();
        search?.focus();
      } else if (Date.now() - lastG.current < SEQUENCE_MS) {
        lastG.current = 0;
        const item = items.find((candidate) => candidate.shortcut === event.key);
        if (item) void navigate({ to: item.to });
      } else if (event.key === 'g') lastG.current = Date.now();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [items, navigate]);

  const rows: [string, string[], boolean][] = [
    [t('shortcuts.palette'), [mod, 'K'], false],
    [t('shortcuts.focusSearch'), ['/'], false],
    [t('shortcuts.scheme'), [mod, 'J'], false],
    [t('shortcuts.help'), ['?'], false],
    ...items.map((item): [string, string[], boolean] => [
      t('shortcuts.goto', { page: t(`menu.${item.label}`) }),
      ['g', item.shortcut],
      true,
    ]),
  ];
  return (
    <Modal
      opened={opened}
      onClose={shortcutHelp.close}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="xs">
        {rows.map(([label, keys, inSequence]) => (
          <Group key={label} justify="space-between">
            <Text size="sm">{label}</Text>
            <Group gap={4}>
              {keys.map((key, index) => (
                <Fragment key={key + String(index)}>
                  {index > 0 && (
                    <Text size="xs" c="dimmed">
                      {inSequence ? t('shortcuts.then') : '+'}
                    </Text>
                  )}
                  <Kbd>{key}</Kbd>
                </Fragment>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
