import { z } from 'zod';
import { listOf } from '../../../envelope/page.ts';
import { wireTime } from '../../../envelope/shapes.ts';
import { jsonAnswer, noQuery, type Operation } from '../../operation.ts';
import { integerParameter } from '../../parameters.ts';

const whole = z.int().min(0);
const partitionNumber = whole.meta({ description: 'The partition of the log.' });

/** Why a partition stands still. */
export const halt = z.object({
  reason: z.string().meta({ description: 'Why it stands still, in one word.' }),
  halted_at: wireTime.meta({
    description: 'Since when, also across restarts that halt for the same reason.',
  }),
  message: z.string().meta({ description: 'What was seen, what is safe and how to go on.' }),
});

/** How long the chunks of a partition take. */
const chunks = z.object({
  written: whole.meta({ description: 'How many were written in the last minute.' }),
  p50_seconds: z.number().min(0).nullable().meta({
    description:
      'Half of these took so long or less, from asking for a connection to the database to their commit; null where there were none.',
  }),
  max_seconds: z.number().min(0).nullable().meta({
    description:
      'How long the slowest of the last minute took, of those that were written and those that failed; null where there were none.',
  }),
  open_seconds: z.number().min(0).meta({
    description: 'How long the one that is being written has taken; 0 where none is.',
  }),
});

/** Where a partition stands. */
export const partition = z.object({
  object: z.literal('partition').meta({ description: 'What this is.' }),
  topic: z.string().meta({ description: 'The events topic.' }),
  partition: partitionNumber,
  next_offset: whole.nullable().meta({
    description: 'Offset of the first record that is not folded; null where nobody ever began.',
  }),
  next_position: whole.nullable().meta({ description: 'Position that its next change gets.' }),
  last_record_offset: whole.nullable().meta({ description: 'Offset of the last record that was folded.' }),
  folded_at: wireTime.nullable().meta({ description: 'When it got on last.' }),
  log_end_offset: whole.nullable().meta({
    description: 'Offset that the next record of the log gets; null where nobody knows.',
  }),
  lag_records: whole.nullable().meta({ description: 'Records that are not folded.' }),
  lag_seconds: z.number().nullable().meta({
    description:
      'Age of the oldest record that waits; where no processor notes it any more, at least the age of the note.',
  }),
  open_transaction_seconds: z.number().nullable().meta({
    description: 'For how long the oldest open transaction of a producer has held back what lies behind it.',
  }),
  chunks: chunks.nullable().meta({
    description:
      'How long its chunks take, each a transaction of the database; null where no processor says so now.',
  }),
  noted_at: wireTime.nullable().meta({ description: 'When a processor noted its lag last.' }),
  halt: halt.nullable().meta({ description: 'Why it stands still; null where it does not.' }),
});

const partitions = jsonAnswer('The partitions.', listOf(partition, 'The partitions, in order.'));

export const listPartitions = {
  id: 'listPartitions',
  method: 'GET',
  path: '/operator/partitions',
  scope: null,
  tag: 'Standing',
  summary: 'Where each partition stands',
  description:
    'Each partition: its checkpoint, where its log ends, its lag, how long its chunks take, its halt.',
  query: noQuery,
  answers: { 200: partitions },
  errors: ['invalid_request'],
} as const satisfies Operation;

export const listHalts = {
  id: 'listHalts',
  method: 'GET',
  path: '/operator/halts',
  scope: null,
  tag: 'Standing',
  summary: 'Which partitions stand still',
  description: 'Those of the partitions that stand still before a person has acted.',
  query: noQuery,
  answers: { 200: partitions },
  errors: ['invalid_request'],
} as const satisfies Operation;

const behind = {
  lag_changes: whole.meta({ description: 'Changes that are not published.' }),
  lag_seconds: z.number().min(0).meta({ description: 'Age of the oldest of them.' }),
};

/** Who publishes updates. */
export const relay = z.object({
  object: z.literal('relay').meta({ description: 'What this is.' }),
  topic: z.string().meta({ description: 'The updates topic.' }),
  lease: z
    .object({
      holder: z.uuid().meta({ description: 'A token that the process drew; it stands in its log, too.' }),
      epoch: whole.meta({ description: 'Which lease it is; rises.' }),
      held: z.boolean().meta({ description: 'Whether it stands; where it does not, nobody publishes.' }),
      began_at: wireTime.meta({ description: 'When it began.' }),
      expires_at: wireTime.meta({ description: 'When it ends unless it is renewed.' }),
    })
    .nullable()
    .meta({ description: 'Who publishes to the topic, or was the last to; null where nobody ever did.' }),
  ...behind,
  partitions: z
    .array(z.object({ partition: partitionNumber, ...behind }))
    .meta({ description: 'The same of each partition.' }),
});

export const listRelays = {
  id: 'listRelays',
  method: 'GET',
  path: '/operator/relays',
  scope: null,
  tag: 'Standing',
  summary: 'Who publishes updates',
  description: 'Who publishes to which updates topic, and how far each partition is behind.',
  query: noQuery,
  answers: {
    200: jsonAnswer('The relays.', listOf(relay, 'One for each topic that was ever published to.')),
  },
  errors: ['invalid_request'],
} as const satisfies Operation;

/** A rebuild of a projection. */
export const rebuild = z.object({
  object: z.literal('rebuild').meta({ description: 'What this is.' }),
  rebuild_id: whole.meta({ description: 'Its number.' }),
  projection: z.string().meta({ description: 'What is rebuilt.' }),
  topic: z.string().meta({ description: 'The events topic that is replayed.' }),
  state: z
    .enum(['replaying', 'ready', 'swapped', 'rolled_back', 'dropped'])
    .meta({ description: 'How far it came.' }),
  started_at: wireTime.nullable().meta({ description: 'When it began.' }),
  ready_at: wireTime.nullable().meta({ description: 'When it had caught up.' }),
  swapped_at: wireTime.nullable().meta({ description: 'When it went live.' }),
  rolled_back_at: wireTime.nullable().meta({ description: 'When the version before went live again.' }),
  dropped_at: wireTime.nullable().meta({ description: 'When it was removed.' }),
  corrected_tasks: whole.nullable().meta({ description: 'Tasks that it changed when it went live.' }),
  progress: z
    .object({
      folded: whole.meta({
        description: 'Offsets of all partitions together that the second version has folded.',
      }),
      live: whole.meta({ description: 'Those that the live version has.' }),
    })
    .nullable()
    .meta({
      description:
        'How far its second version is; null before it begins, and once it was swapped or dropped.',
    }),
});

/** `GET /operator/rebuilds`. */
export const listRebuildsQuery = z.strictObject({
  limit: integerParameter(1, 100)
    .default(20)
    .meta({ description: 'How many at most, 1 to 100; 20 by default.', default: 20 }),
});

export const listRebuilds = {
  id: 'listRebuilds',
  method: 'GET',
  path: '/operator/rebuilds',
  scope: null,
  tag: 'Standing',
  summary: 'The last rebuilds',
  description:
    'The last rebuilds, the newest first. They are begun, swapped and rolled back by the command alone.',
  query: listRebuildsQuery,
  answers: { 200: jsonAnswer('The rebuilds.', listOf(rebuild, 'The rebuilds, the newest first.')) },
  errors: ['invalid_request'],
} as const satisfies Operation;

/** Who publishes elsewhere than keys belong. */
export const misplacedSource = z.object({
  object: z.literal('misplaced_source').meta({ description: 'What this is.' }),
  source: z.string().meta({ description: 'The source of the events.' }),
  cause: z.enum(['no_key', 'wrong_partition']).meta({ description: 'What was wrong with where they lay.' }),
  records: whole.meta({ description: 'How many of the newest 100,000 misplaced records it published.' }),
  unpublished: whole.meta({ description: 'Those that the broker has not taken again yet.' }),
  recognised: z.record(z.string(), whole).meta({
    description: 'How many of them the partitioner of each known client would have put where they lay.',
  }),
  first_at: wireTime.meta({ description: 'When the first of them was found.' }),
  last_at: wireTime.meta({ description: 'When the last one was.' }),
  last_partition: partitionNumber,
  last_offset: whole.meta({ description: 'Where in that partition.' }),
});

/** `GET /operator/misplaced`. */
export const listMisplacedQuery = z.strictObject({
  limit: integerParameter(1, 500)
    .default(100)
    .meta({ description: 'How many at most, 1 to 500; 100 by default.', default: 100 }),
});

export const listMisplaced = {
  id: 'listMisplaced',
  method: 'GET',
  path: '/operator/misplaced',
  scope: null,
  tag: 'Standing',
  summary: 'Who publishes elsewhere than keys belong',
  description:
    'Sources whose records were published again, because they had no key or lay in the wrong partition. Nothing is lost; their producers want another setting.',
  query: listMisplacedQuery,
  answers: {
    200: jsonAnswer('The sources.', listOf(misplacedSource, 'The sources, those seen last first.')),
  },
  errors: ['invalid_request'],
} as const satisfies Operation;
