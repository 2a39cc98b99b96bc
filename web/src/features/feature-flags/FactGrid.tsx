import type { ReactNode } from 'react';
import classes from './flags.module.css';

/** A few names and values side by side, where a list of them would take the page. */
export function FactGrid({ facts }: { facts: (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
