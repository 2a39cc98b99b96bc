import { expect, it } from 'vitest';
import { auditFilters, auditSearch, exportPath } from './search';

it('exports exactly what the list shows, without its page', () => {
  const search = auditSearch({
    action: 'game.toggled',
    status: 'DENIED',
    since_hours: 168,
    page: 4,
    event: 'e-1',
  });
  expect(auditFilters(search)).toEqual({
    action: 'game.toggled',
    status: 'DENIED',
    since_hours: 168,
  });
  expect(exportPath(search)).toBe(
    '/api/v1/audit/export?action=game.toggled&status=DENIED&since_hours=168',
  );
});

it('looks at one day unless told', () => {
  expect(auditFilters(auditSearch({ status: 'odd' }))).toEqual({ since_hours: 24 });
});
