import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { type Prisma as Namespace, PrismaClient } from '../generated/client.ts';
import { keepingErrors, originalOf } from './prisma-errors.ts';

export type Prisma = PrismaClient;
/** What asks, whether within a transaction or not. */
export type PrismaQueries = Namespace.TransactionClient;
/** What the work of one transaction asks with: a lock or a count is worth nothing without one. */
export type PrismaTransaction = PrismaQueries & { readonly $connect?: never };

/** The longest that a timer of Node waits. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * Prisma's client on the connections of a pool of `createPool`, so with its role, settings and limits; for everything but the
 * hot paths. Its times are cut to milliseconds. Failures are thrown as the pool throws them. Whoever ends the pool ends it.
 */
export function createPrisma(pool: Pool): Prisma {
  const client = new PrismaClient({
    adapter: keepingErrors(new PrismaPg(pool)),
    // Prisma's own limits end a transaction but not the statement that runs in it. Pool and server have limits for both.
    transactionOptions: { maxWait: NEVER_MS, timeout: NEVER_MS },
  }).$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          return await query(args);
        } catch (error) {
          throw originalOf(error);
        }
      },
    },
  });
  return client as unknown as Prisma;
}
