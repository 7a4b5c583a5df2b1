import { SCOPES } from '@taskfold/contract';
import { expect, test } from 'vitest';
import { SCOPE_NAMES } from './scopes.ts';

test('every scope of the contract is offered, in its order', () => {
  expect(SCOPE_NAMES).toEqual(SCOPES);
});
