import { describe, expect, it } from 'vitest';
import { beginningOf } from './FindingsView';
import type { Finding } from './queries';

const FINDING: Finding = {
  fingerprint: '0123456789abcdef',
  kind: 'missing-route',
  method: 'POST',
  path: '/api/v1/orders',
  field: '',
  title: 'POST → nowhere',
  why: 'It answered 404.',
  severity: 'P0',
  severity_why: '',
  module: 'orders',
  confidence: 'certain',
  places: [],
  facts: {},
  first_seen: '2026-11-20T10:00:00Z',
  last_seen: '2026-11-20T10:00:00Z',
  count: 1,
  gap_id: null,
};

describe('beginningOf', () => {
  it('brings what the finding tells, and the link back to it', () => {
    const beginning = beginningOf(FINDING);
    expect(beginning.findings).toEqual(['0123456789abcdef']);
    expect(beginning.facts.priority).toBe('P0');
    expect(beginning.facts.ui_endpoints).toBe('`POST /api/v1/orders`');
    expect(beginning.en.texts.symptom).toBe('It answered 404.');
  });

  it('has no arrow in the title, which would be read as a menu path', () => {
    expect(beginningOf(FINDING).en.title).toBe('POST - nowhere');
  });
});
