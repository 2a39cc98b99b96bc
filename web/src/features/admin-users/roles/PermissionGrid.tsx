import { Checkbox, Table, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { IconCheck } from '@/ui/icons';
import { KINDS, modulesOf } from '../matrix/model';
import type { PermissionRow } from './queries';
import classes from '../adminUsers.module.css';

interface Props {
  permissions: PermissionRow[];
  held: ReadonlySet<string>;
  /** Absent where the reader only looks. */
  onChange?: (permission: string, isHeld: boolean) => void;
}

/** What one role gives: modules down, kinds of access across. */
export function PermissionGrid({ permissions, held, onChange }: Props) {
  const { t } = useTranslation('adminMatrix');
  const word = useWord('adminMatrix', 'modules');
  // What no role of a brand can hold is left out, unless this one is the owners'.
  const shown = permissions.filter((row) => !row.is_owner_only || held.has(row.permission));
  return (
    <Table.ScrollContainer minWidth={430} type="native" tabIndex={0}>
      <Table className={classes.grid} verticalSpacing={5} aria-label={t('gridLabel')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('module')}</Table.Th>
            {KINDS.map((kind) => (
              <Table.Th key={kind} ta="center">
                {t(`kinds.${kind}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {modulesOf(shown).map(({ module, rows }) => (
            <Table.Tr key={module}>
              <Table.Td>{word(module)}</Table.Td>
              {KINDS.map((kind) => {
                const cell = rows.find((row) => row.kind === kind);
                const isHeld = cell !== undefined && held.has(cell.permission);
                return (
                  <Table.Td key={kind} ta="center">
                    {cell !== undefined && onChange !== undefined ? (
                      <Tooltip label={cell.is_grantable ? cell.permission : t('notYours')}>
                        <Checkbox
                          size="xs"
                          className={classes.box}
                          checked={isHeld}
                          disabled={!cell.is_grantable}
                          onChange={(event) =>
                            onChange(cell.permission, event.currentTarget.checked)
                          }
                          aria-label={t('cell', { module: word(module), kind: t(`kinds.${kind}`) })}
                          data-testid={`cell-${cell.permission}`}
                        />
                      </Tooltip>
                    ) : (
                      isHeld && (
                        <IconCheck
                          size={16}
                          aria-hidden={false}
                          aria-label={t('held')}
                          role="img"
                        />
                      )
                    )}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
