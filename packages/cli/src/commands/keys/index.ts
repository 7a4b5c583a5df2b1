import { commandGroup } from '../../program/command.ts';
import { createKey } from './create.ts';
import { listKeys } from './list.ts';
import { revokeKey } from './revoke.ts';
import { rotateKey } from './rotate.ts';

export const keys = commandGroup('keys', 'API keys of the tenant', [
  listKeys,
  createKey,
  rotateKey,
  revokeKey,
]);
