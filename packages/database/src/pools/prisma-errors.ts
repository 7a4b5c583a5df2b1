import type { PrismaPg } from '@prisma/adapter-pg';
import { Prisma } from '../generated/client.ts';

const ORIGINAL = Symbol('original');

/**
 * Has an adapter hand on what PostgreSQL and its driver say. By itself it makes codes of its own of some SQLSTATEs, and of what
 * a connection fails by nothing but a sentence.
 */
export function keepingErrors(factory: PrismaPg): PrismaPg {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => keeping(await startTransaction(isolationLevel));
    return keeping(adapter);
  };
  return factory;
}

/** Both kinds of queryable give their failures to `onError`, which is no part of their types. */
function keeping<Queryable extends object>(queryable: Queryable): Queryable {
  return Object.assign(queryable, {
    onError(error: object): never {
      // Prisma copies what is below `meta` into the error that it makes.
      throw Object.assign(error, { meta: { [ORIGINAL]: error } });
    },
  });
}

/** What PostgreSQL or its driver said, of an error of Prisma's client; any other error as it is. */
export function originalOf(error: unknown): unknown {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return error;
  const { [ORIGINAL]: original = error } = (error.meta ?? {}) as { [ORIGINAL]?: unknown };
  return original;
}
