import type { Queryable } from '../pools/create-pool.ts';

export interface DeliveryFigures {
  /** Deliveries that are ready, counted up to 100,000. */
  readonly ready: number;
  /** Deliveries that wait for their next attempt, counted likewise. */
  readonly waiting: number;
  /** How long the oldest that is ready has been due, in seconds; 0 where none is. */
  readonly oldestReadySeconds: number;
  /** Events of our own that are not in the log yet, counted likewise. */
  readonly outbox: number;
}

const MOST = 100_000;

const FIGURES = `
  SELECT
    (SELECT count(*)::int FROM (SELECT FROM deliveries WHERE state = 'ready' LIMIT ${MOST}) AS r) AS ready,
    (SELECT count(*)::int FROM (SELECT FROM deliveries WHERE state = 'waiting' LIMIT ${MOST}) AS w) AS waiting,
    (SELECT coalesce(greatest(0, extract(epoch FROM now() - min(due_at))), 0)::float8
      FROM (SELECT due_at FROM deliveries WHERE state = 'ready' LIMIT ${MOST}) AS o) AS oldest_ready_seconds,
    (SELECT count(*)::int FROM (SELECT FROM event_outbox LIMIT ${MOST}) AS e) AS outbox`;

interface Row {
  readonly ready: number;
  readonly waiting: number;
  readonly oldest_ready_seconds: number;
  readonly outbox: number;
}

/** How much there is to tell at this moment, for metrics. */
export async function deliveryFigures(pool: Queryable): Promise<DeliveryFigures> {
  const { rows } = await pool.query<Row>({ name: 'delivery_figures', text: FIGURES });
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate without a row');
  return {
    ready: row.ready,
    waiting: row.waiting,
    oldestReadySeconds: row.oldest_ready_seconds,
    outbox: row.outbox,
  };
}
