import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client.ts';
import { openPool, type PoolOptions } from './create-pool.ts';

export type Prisma = PrismaClient;

/**
 * Prisma's client, for everything but the hot paths. Its times are cut to milliseconds and its transactions do not cancel
 * what they time out on, so the chunk's write and the read by id use {@link createPool}. The caller calls `$disconnect`.
 */
export function createPrisma(options: PoolOptions): Prisma {
  return new PrismaClient({ adapter: new PrismaPg(openPool(options), { disposeExternalPool: true }) });
}
