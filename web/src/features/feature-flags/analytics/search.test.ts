import { describe, expect, it } from 'vitest';
import { analyticsFilter, analyticsSearch, exportPath } from './search';

const FLAG = '0192f3c4-0000-7000-8000-00000000abcd';

describe('the address of analytics', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(
      analyticsSearch({ env: 'staging', flag: FLAG, period: '7d', show: 'exposures' }),
    ).toEqual({ env: 'staging', flag: FLAG, period: '7d', show: 'exposures' });
    const nothing = analyticsSearch({ env: 'moon', flag: "x' OR 1", period: '9y', show: 3 });
    expect(Object.values(nothing).every((value) => value === undefined)).toBe(true);
  });

  it('asks for a day of production unless it says otherwise', () => {
    expect(analyticsFilter({})).toEqual({ environment: 'production', flag: undefined, hours: 24 });
    expect(exportPath({ flag: FLAG, period: '30d' })).toBe(
      `/api/v1/flags/analytics/export?environment=production&flag=${FLAG}&hours=720`,
    );
  });
});
