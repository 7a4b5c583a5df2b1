import { expect, test } from 'vitest';
import { namesById } from './names-by-id.ts';

test('keys of one name are told apart by how they begin', () => {
  const of = (key_id: string, key_start: string) => ({ key_id, name: 'shop', key_start });
  expect([...namesById([of('1', 'tfk_Aa'), of('2', 'tfk_Bb')])]).toEqual([
    ['1', 'shop tfk_Aa…'],
    ['2', 'shop tfk_Bb…'],
  ]);
});
