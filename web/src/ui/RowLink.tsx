import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

/** The keyboard's way to what a press on the row opens. */
export function RowLink({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={classes.rowLink} onClick={onClick}>
      {children}
    </button>
  );
}
