import { commandGroup } from '../../program/command.ts';
import { listSecrets } from './list.ts';
import { revokeSecret } from './revoke.ts';
import { rotateSecret } from './rotate.ts';

export const secrets = commandGroup('secrets', 'Secrets that callbacks are signed with', [
  listSecrets,
  rotateSecret,
  revokeSecret,
]);
