import { Checkbox, Group, Table, Text, Tooltip } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { IconCheck } from '@/ui/icons';
import { RowLink } from '@/ui/RowLink';
import type { PermissionRow, RoleRow } from '../roles/queries';
import { type Edits, isEditable, isHeld, modulesOf } from './model';
import frame from '@/ui/DataTable.module.css';
import classes from './matrix.module.css';

interface Props {
  roles: RoleRow[];
  permissions: PermissionRow[];
  edits: Edits;
  /** Absent where the reader may change no role. */
  onCell: ((role: RoleRow, permission: string, held: boolean) => void) | undefined;
  onLook: (permission: string) => void;
}

/** Permissions down, gathered by module; roles across. */
export function MatrixTable({ roles, permissions, edits, onCell, onLook }: Props) {
  const { t } = useTranslation('adminMatrix');
  const word = useWord('adminMatrix', 'modules');
  return (
    <div className={frame.frame}>
      <Table.ScrollContainer
        minWidth={290 + roles.length * 92}
        maxHeight="calc(100vh - 260px)"
        type="native"
        tabIndex={0}
      >
        <Table
          className={classes.matrix}
          verticalSpacing={5}
          stickyHeader
          aria-label={t('tableLabel')}
          data-testid="matrix"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.first}>{t('permission')}</Table.Th>
              {roles.map((role) => (
                <Table.Th key={role.id} ta="center" data-own={!role.is_built_in || undefined}>
                  {role.name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {modulesOf(permissions).map(({ module, rows }) => (
              <Fragment key={module}>
                <Table.Tr className={classes.module}>
                  <Table.Th scope="rowgroup" className={classes.first}>
                    {word(module)}
                  </Table.Th>
                  <Table.Td colSpan={roles.length} />
                </Table.Tr>
                {rows.map((row) => (
                  <Table.Tr key={row.permission}>
                    <Table.Td className={classes.first}>
                      <Group justify="space-between" wrap="nowrap" gap="md">
                        <RowLink onClick={() => onLook(row.permission)}>
                          {t(`kinds.${row.kind}`)}
                        </RowLink>
                        <Text size="xs" c="dimmed" ff="monospace">
                          {row.permission}
                        </Text>
                      </Group>
                    </Table.Td>
                    {roles.map((role) => (
                      <Cell
                        key={role.id}
                        role={role}
                        row={row}
                        edits={edits}
                        label={t('cellOf', { permission: row.permission, role: role.name })}
                        onCell={onCell}
                      />
                    ))}
                  </Table.Tr>
                ))}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

interface CellProps {
  role: RoleRow;
  row: PermissionRow;
  edits: Edits;
  label: string;
  onCell: Props['onCell'];
}

function Cell({ role, row, edits, label, onCell }: CellProps) {
  const { t } = useTranslation('adminMatrix');
  const held = isHeld(role, row.permission, edits);
  const isChanged = edits[role.id]?.[row.permission] !== undefined;
  return (
    <Table.Td ta="center" data-changed={isChanged || undefined}>
      {onCell !== undefined && isEditable(role, row) ? (
        <Tooltip label={label}>
          <Checkbox
            size="xs"
            className={classes.box}
            checked={held}
            onChange={(event) => onCell(role, row.permission, event.currentTarget.checked)}
            aria-label={label}
            data-testid={`matrix-${role.name}-${row.permission}`}
          />
        </Tooltip>
      ) : held ? (
        <IconCheck size={16} role="img" aria-hidden={false} aria-label={t('held')} />
      ) : (
        <Text span c="dimmed" aria-label={t('notHeld')}>
          ·
        </Text>
      )}
    </Table.Td>
  );
}
