import { describe, expect, it } from 'vitest';
import { createOf, editableOf, isComplete, NEW_PROVIDER } from './form';

describe('the form of an identity provider', () => {
  const filled = {
    ...NEW_PROVIDER,
    name: ' Okta ',
    issuer: 'https://id.example.com',
    clientId: 'gapless',
    clientSecret: 's',
  };

  it('is complete with a secret, which only a new provider needs', () => {
    expect(isComplete(filled, true)).toBe(true);
    expect(isComplete({ ...filled, clientSecret: '' }, true)).toBe(false);
    expect(isComplete({ ...filled, clientSecret: '', issuer: '' }, false)).toBe(true);
  });

  it('drops groups without a name and turns an empty claim into none', () => {
    const groups = [
      { group: ' ops ', role: 'Ops' as const },
      { group: '  ', role: 'Admin' as const },
    ];
    expect(editableOf({ ...filled, groups })).toMatchObject({
      name: 'Okta',
      groups_claim: null,
      role_by_group: { ops: 'Ops' },
    });
  });

  it('sends the secret untouched', () => {
    expect(createOf({ ...filled, clientSecret: ' a b ' }).client_secret).toBe(' a b ');
  });
});
