import type { CallbackSecretInfo } from '@taskfold/access';
import { toWireTime, toWireTimeOrNull } from '@taskfold/contract';
import { CommandFailure } from '../../outcome/command-failure.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { ACTOR, noteDone, operatorOf, REASON } from '../acting.ts';
import { withDatabase } from '../connections.ts';
import { listDocument } from '../list-document.ts';
import { keyRing } from './key-ring.ts';
import { uuid } from './values.ts';

const COLUMNS: readonly TableColumn<CallbackSecretInfo>[] = [
  { name: 'secret id', cell: ({ secretId }) => secretId },
  { name: 'since', cell: ({ createdAt }) => createdAt.slice(0, 19).replace('T', ' ') },
  {
    name: 'signs',
    cell: ({ expiresAt }) =>
      expiresAt === null ? 'current' : `until ${expiresAt.slice(0, 19).replace('T', ' ')}`,
  },
];

export const showTenantSecrets: CommandMaker = (context) =>
  outputCommand('secrets', 'List the secrets that sign callbacks of a tenant', {
    description:
      'Lists which secrets sign the callbacks of a tenant, without themselves. Wants DATABASE_URL.',
    examples: [{ line: 'taskfold tenants secrets acme', says: 'Which there are.' }],
  })
    .argument('<tenant-id>', 'the id of the tenant')
    .action(async (tenantId, options) => {
      const { listCallbackSecrets } = await import('@taskfold/access');
      const secrets = await withDatabase(context, 'tenants', ({ prisma }) =>
        listCallbackSecrets(prisma, tenantId),
      );
      const data = secrets.map(({ secretId, createdAt, expiresAt }) => ({
        object: 'callback_secret',
        secret_id: secretId,
        created_at: toWireTime(createdAt),
        expires_at: toWireTimeOrNull(expiresAt),
      }));
      context
        .output(options)
        .many(listDocument(data), (view) => (secrets.length === 0 ? '' : drawTable(COLUMNS, secrets, view)));
      if (secrets.length === 0) context.note('There are none.');
    });

export const rotateSecretOfTenant: CommandMaker = (context) =>
  outputCommand('rotate-secret', 'Replace the secret that signs callbacks of a tenant', {
    description:
      'Replaces the secret that signs the callbacks of a tenant, or makes the first one, and prints it, this once; the old one signs for 24 hours. Wants DATABASE_URL and CALLBACK_KEYS.',
    examples: [{ line: 'taskfold tenants rotate-secret acme', says: 'Where one has leaked.' }],
  })
    .argument('<tenant-id>', 'the id of the tenant')
    .option(...ACTOR)
    .option(...REASON)
    .action(async (tenantId, options) => {
      const operator = operatorOf(options);
      const { rotateCallbackSecret } = await import('@taskfold/access');
      const { noteAct } = await import('@taskfold/database');
      const ring = await keyRing(context);
      // Also of a tenant of events alone, which is listed nowhere.
      const act = { ...operator, action: 'tenant.callback_secret_replaced', subject: `tenant/${tenantId}` };
      const result = await withDatabase(context, 'tenants', ({ prisma }) =>
        prisma.$transaction(async (transaction) => {
          const rotated = await rotateCallbackSecret(transaction, ring, tenantId);
          if (rotated.kind === 'created') await noteAct(transaction, act);
          return rotated;
        }),
      );
      if (result.kind === 'busy') {
        throw new CommandFailure(
          'unavailable',
          'Another rotation of this tenant was quicker; nothing was changed.',
        );
      }
      if (result.kind === 'too_many_secrets') {
        throw new CommandFailure(
          'failed',
          'So many secrets of this tenant sign already that no further one may: end one with revoke-secret first.',
        );
      }
      context.note(`The new secret of ${tenantId} is shown this once; the old one signs for 24 hours:`);
      const shown = { object: 'callback_secret', tenant_id: tenantId, secret: result.secret };
      context.output(options).one(shown, () => result.secret);
    });

export const revokeSecretOfTenant: CommandMaker = (context) =>
  outputCommand('revoke-secret', 'End a secret that was replaced, before its 24 hours are over', {
    description:
      'Ends a secret of a tenant that was replaced: it signs no more, within seconds. Wants DATABASE_URL.',
    examples: [
      {
        line: 'taskfold tenants revoke-secret acme 018f6f1e-5a0c-7c31-9b1e-0d6f5f0a9c3e',
        says: 'The old one of a tenant whose receivers have the new one.',
      },
    ],
  })
    .argument('<tenant-id>', 'the id of the tenant')
    .argument('<secret-id>', 'the id of the secret, as "tenants secrets" shows it', uuid)
    .option(...ACTOR)
    .option(...REASON)
    .action(async (tenantId, secretId, options) => {
      const operator = operatorOf(options);
      const { revokeTenantSecret } = await import('@taskfold/access');
      const { kind } = await withDatabase(context, 'tenants', ({ prisma }) =>
        revokeTenantSecret(prisma, { tenantId, secretId }, operator),
      );
      if (kind === 'not_found') throw new CommandFailure('not_found', 'The tenant has no such secret.');
      if (kind === 'current') {
        throw new CommandFailure('failed', 'It is the current secret: replace it with rotate-secret first.');
      }
      context
        .output(options)
        .one(
          { object: 'callback_secret', secret_id: secretId, revoked: true },
          () => `The secret ${secretId} signs no more, within seconds.`,
        );
    });

export const reencryptSecretsOfAll: CommandMaker = (context) =>
  outputCommand('reencrypt-secrets', 'Encrypt all callback secrets with the first of CALLBACK_KEYS', {
    description:
      'Encrypts the callback secrets of all tenants with the first key of CALLBACK_KEYS; afterwards the other keys are no longer needed. Wants DATABASE_URL and CALLBACK_KEYS.',
    examples: [
      {
        line: 'CALLBACK_KEYS=new:...,old:... taskfold tenants reencrypt-secrets',
        says: 'Before an old key is dropped.',
      },
    ],
  })
    .option(...ACTOR)
    .option(...REASON)
    .action(async (options) => {
      const operator = operatorOf(options);
      const { reencryptSecrets } = await import('@taskfold/access');
      const ring = await keyRing(context);
      const details = { key_id: ring.currentKeyId };
      const act = {
        ...operator,
        action: 'callback_secrets.reencrypted',
        subject: 'callback_secrets',
        details,
      };
      const count = await withDatabase(context, 'tenants', async ({ prisma }) => {
        const reencrypted = await reencryptSecrets(prisma, ring);
        await noteDone(prisma, act);
        return reencrypted;
      });
      const done = { object: 'callback_secrets.reencrypted', count, key_id: ring.currentKeyId };
      context
        .output(options)
        .one(done, () => `${count} secrets were encrypted with the key ${ring.currentKeyId}.`);
    });
