import type { Queryable } from '../pools/create-pool.ts';

// SQL: the processor, which has no Prisma client, notes and shows them, too.
const NOTE = `
  INSERT INTO service_starts (service, starts) VALUES ($1, 1)
  ON CONFLICT (service) DO UPDATE SET starts = service_starts.starts + 1, last_started_at = clock_timestamp()`;

/** Notes that a process of the service was started. */
export async function noteServiceStart(pool: Queryable, service: 'api' | 'processor'): Promise<void> {
  await pool.query(NOTE, [service]);
}

/** How often processes of each service were started, all together. */
export async function readServiceStarts(pool: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ readonly service: string; readonly starts: number }>(
    'SELECT service, starts FROM service_starts',
  );
  return new Map(rows.map(({ service, starts }) => [service, starts]));
}
