import { Button, CloseButton, Group, Paper, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch, IconX } from './icons';

interface BarProps {
  children: ReactNode;
  isActive: boolean;
  onClear: () => void;
  right?: ReactNode;
}

/** The row of filters above a list. */
export function FilterBar({ children, isActive, onClear, right }: BarProps) {
  const { t } = useTranslation();
  return (
    <Paper p="xs" mb="sm" role="search">
      <Group gap="xs" align="flex-end">
        {children}
        {isActive && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconX size={14} />}
            onClick={onClear}
            data-testid="clear-filters"
          >
            {t('clearFilters')}
          </Button>
        )}
        {right !== undefined && <Group ml="auto">{right}</Group>}
      </Group>
    </Paper>
  );
}

interface SearchProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** The list's main search, which the `/` key focuses. */
  main?: boolean;
  width?: number;
}

const TYPING_MS = 300;

/** A text filter that waits for the typist, and follows the address when that changes. */
export function SearchFilter({ label, value, onChange, main = false, width = 240 }: SearchProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value ?? '');
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    if ((value ?? '') !== typed.trim()) setTyped(value ?? '');
  }
  const send = useDebouncedCallback((text: string) => {
    const trimmed = text.trim();
    onChange(trimmed === '' ? undefined : trimmed);
  }, TYPING_MS);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} />}
      w={width}
      value={typed}
      data-list-search={main ? true : undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      rightSection={
        typed !== '' ? (
          <CloseButton
            size="sm"
            aria-label={t('clear')}
            onClick={() => {
              setTyped('');
              onChange(undefined);
            }}
          />
        ) : null
      }
    />
  );
}

interface SelectProps {
  label: string;
  value: string | undefined;
  data: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
  width?: number;
  searchable?: boolean;
}

export function SelectFilter({
  label,
  value,
  data,
  onChange,
  width = 170,
  searchable,
}: SelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      placeholder={label}
      w={width}
      data={data}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      clearable
      searchable={searchable}
      clearButtonProps={{ 'aria-label': t('clear') }}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      maxDropdownHeight={320}
    />
  );
}
