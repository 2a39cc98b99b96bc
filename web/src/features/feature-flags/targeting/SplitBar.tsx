import { Tooltip } from '@mantine/core';
import type { Split } from './model';
import { percentOf } from './model';
import classes from './targeting.module.css';

const COLORS = 6;

/** The shares of a split as one bar; the numbers beside it say the same in words. */
export function SplitBar({ serve }: { serve: Split }) {
  return (
    <div className={classes.bar} aria-hidden="true">
      {serve.slices.map((slice, index) => {
        const percent = percentOf(slice.weight, serve.total);
        return (
          <Tooltip key={index} label={`${slice.variant ?? '→'} ${percent}%`}>
            <div
              className={classes.slice}
              data-color={slice.variant === null ? 'none' : index % COLORS}
              style={{ width: `${Math.min(percent, 100)}%` }}
            />
          </Tooltip>
        );
      })}
    </div>
  );
}
