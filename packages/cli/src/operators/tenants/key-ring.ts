import type { KeyRing } from '@taskfold/access';
import { z } from 'zod';
import { CommandFailure } from '../../outcome/command-failure.ts';
import type { Context } from '../../program/context.ts';
import { settingsOf } from '../connections.ts';

/** What secrets of callbacks are encrypted with; null where CALLBACK_KEYS is not set. @throws CommandFailure where it is no such thing */
export async function optionalKeyRing(context: Context): Promise<KeyRing | null> {
  const [{ parseKeyRing }, { configSchema }] = await Promise.all([
    import('@taskfold/access'),
    import('@taskfold/api/config'),
  ]);
  const { CALLBACK_KEYS } = configSchema.shape;
  const config = await settingsOf(context, z.object({ CALLBACK_KEYS }));
  return config.CALLBACK_KEYS === undefined ? null : parseKeyRing(config.CALLBACK_KEYS);
}

/** The same where it must be there. */
export async function keyRing(context: Context): Promise<KeyRing> {
  const ring = await optionalKeyRing(context);
  if (ring !== null) return ring;
  throw new CommandFailure(
    'usage',
    'CALLBACK_KEYS is not set: secrets cannot be encrypted without the keys of the processor.',
  );
}
