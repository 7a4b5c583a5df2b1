import { commandGroup } from '../../program/command.ts';
import { createTenant } from './create.ts';
import { createTenantKey } from './create-key.ts';
import { deleteTenant } from './delete.ts';
import { disableTenant, enableTenant } from './disable.ts';
import { listTenants } from './list.ts';
import {
  reencryptSecretsOfAll,
  revokeSecretOfTenant,
  rotateSecretOfTenant,
  showTenantSecrets,
} from './secrets.ts';

export const tenants = commandGroup('tenants', 'Administer tenants, their keys and callback secrets', [
  listTenants,
  createTenant,
  disableTenant,
  enableTenant,
  deleteTenant,
  createTenantKey,
  showTenantSecrets,
  rotateSecretOfTenant,
  revokeSecretOfTenant,
  reencryptSecretsOfAll,
]);
