import { expect, it } from 'vitest';
import { keyFor } from './keys';

it.each([
  ['New cashier', 'new_cashier'],
  ['Yeni kasa (2027)', 'yeni_kasa_2027'],
  ['ÇIĞIR – Işık', 'cigir_isik'],
  ['  --  ', ''],
])('makes a key of %j', (name, key) => {
  expect(keyFor(name)).toBe(key);
});
