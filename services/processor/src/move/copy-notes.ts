import type { Queryable } from '@taskfold/database';
import type { Offsets } from '../replay/replayer.ts';

/** Names a copy. */
export interface CopyOf {
  readonly topic: string;
  readonly target: string;
}

/** What is known to be copied for certain: written after the broker has acknowledged it. */
export interface CopyNotes {
  /** Of the topic that is copied: where each partition goes on. */
  readonly topic: Offsets;
  /** Of the copy: what lies below was copied by what `topic` has passed, or is nobody's copy. */
  readonly target: Offsets;
}

const READ = 'SELECT side, kafka_partition, next_offset FROM topic_copies WHERE topic = $1 AND target = $2';

const SAVE = `INSERT INTO topic_copies (topic, target, side, kafka_partition, next_offset)
  SELECT $1, $2, * FROM unnest($3::text[], $4::int[], $5::bigint[])
  ON CONFLICT (topic, target, side, kafka_partition) DO UPDATE SET next_offset = excluded.next_offset`;

export async function readCopyNotes(client: Queryable, { topic, target }: CopyOf): Promise<CopyNotes> {
  const { rows } = await client.query<{ side: string; kafka_partition: number; next_offset: number }>(READ, [
    topic,
    target,
  ]);
  const of = (side: keyof CopyNotes) =>
    new Map(rows.filter((row) => row.side === side).map((row) => [row.kafka_partition, row.next_offset]));
  return { topic: of('topic'), target: of('target') };
}

/** @param client with the rights of the tables' owner */
export async function saveCopyNotes(client: Queryable, of: CopyOf, notes: CopyNotes): Promise<void> {
  const rows = (['topic', 'target'] as const).flatMap((side) =>
    [...notes[side]].map(([partition, nextOffset]) => ({ side, partition, nextOffset })),
  );
  await client.query(SAVE, [
    of.topic,
    of.target,
    rows.map(({ side }) => side),
    rows.map(({ partition }) => partition),
    rows.map(({ nextOffset }) => nextOffset),
  ]);
}

/** Of a move that was given up, whose target is deleted. */
export async function forgetCopy(client: Queryable, { topic, target }: CopyOf): Promise<void> {
  await client.query('DELETE FROM topic_copies WHERE topic = $1 AND target = $2', [topic, target]);
}
