import { z } from 'zod';
import { DEAD_LETTER_CODES, DEAD_LETTER_STATUSES, type DeadLetterCode } from '../../../dead-letters.ts';
import { pageOf } from '../../../envelope/page.ts';
import { wireTime } from '../../../envelope/shapes.ts';
import { OPEN } from '../../../primitives.ts';
import { BODY_ERRORS, jsonAnswer, noQuery, type Operation } from '../../operation.ts';
import { cursorParameter, integerParameter, textParameter } from '../../parameters.ts';
import { actContent } from './acts.ts';

const codes = Object.keys(DEAD_LETTER_CODES) as [DeadLetterCode, ...DeadLetterCode[]];
const MOST_PARTITIONS = 2_147_483_647;
const topic = textParameter(249);
const partition = integerParameter(0, MOST_PARTITIONS);

/** Where the record lies in the log: the path of one dead letter. */
export const deadLetterPath = z.object({
  topic: topic.meta({ description: 'The topic that holds the record.' }),
  partition: partition.meta({ description: 'Its partition there.' }),
  offset: integerParameter(0, 999_999_999_999_999).meta({ description: 'Its offset there.' }),
});

const PATH = '/operator/dead-letters/{topic}/{partition}/{offset}';

/** A dead letter without its bytes. */
export const deadLetterSummary = z.object({
  object: z.literal('dead_letter').meta({ description: 'What this is.' }),
  id: z.string().meta({ description: 'Topic, partition and offset of the record.' }),
  topic: z.string().meta({ description: 'The topic that holds the record.' }),
  partition: z.int().min(0).meta({ description: 'Its partition there.' }),
  offset: z.int().min(0).meta({ description: 'Its offset there.' }),
  status: z.enum(DEAD_LETTER_STATUSES).meta({ description: 'What became of it.' }),
  code: z.enum(codes).meta({ description: 'Why it can never fold.', ...OPEN }),
  message: z.string().meta({ description: 'The same in words, with what was found.' }),
  tenant_id: z.string().nullable().meta({ description: 'The tenant, where it is known.' }),
  task_id: z.string().nullable().meta({ description: 'The task, where it is known.' }),
  record_time: wireTime.nullable().meta({ description: 'When the broker took the record.' }),
  stored_at: wireTime.nullable().meta({ description: 'When it was set aside.' }),
  published_at: wireTime.nullable().meta({ description: 'When the dead-letter topic took it.' }),
  pruned_at: wireTime.nullable().meta({ description: 'When its bytes were removed.' }),
});

/** What was done to a dead letter. */
export const deadLetterAct = z.object({
  occurred_at: wireTime.meta({ description: 'When.' }),
  actor: z.string().meta({ description: 'Who.' }),
  action: z.string().meta({ description: 'What was done.' }),
  details: z.unknown().meta({ description: 'More about it, with the reason that was given.' }),
});

/** A dead letter, and what was done to it. */
export const deadLetter = deadLetterSummary.extend({
  audit: z.array(deadLetterAct).meta({ description: 'What was done to it, in order.' }),
});

const bytes = z.string().nullable();
/** A record as it came. */
export const deadRecord = z.object({
  key_base64: bytes.meta({ description: 'Its key.' }),
  value_base64: bytes.meta({ description: 'Its value.' }),
  headers_base64: z.record(z.string(), bytes).meta({ description: 'Its headers.' }),
});

/** `GET /operator/dead-letters`. */
export const listDeadLettersQuery = z.strictObject({
  status: z.enum(DEAD_LETTER_STATUSES).optional().meta({ description: 'Those of which this became.' }),
  code: z.enum(codes).optional().meta({ description: 'Those that cannot fold for this reason.' }),
  topic: topic.optional().meta({ description: 'Those of this topic.' }),
  partition: partition.optional().meta({ description: 'Those of this partition.' }),
  tenant_id: textParameter(256).optional().meta({ description: 'Those of this tenant.' }),
  task_id: textParameter(256).optional().meta({ description: 'Those of this task.' }),
  limit: integerParameter(1, 500)
    .default(50)
    .meta({ description: 'How many at most, 1 to 500; 50 by default.', default: 50 }),
  cursor: cursorParameter.optional(),
});
export type ListDeadLettersQuery = z.output<typeof listDeadLettersQuery>;

export const listDeadLetters = {
  id: 'listDeadLetters',
  method: 'GET',
  path: '/operator/dead-letters',
  scope: null,
  tag: 'Dead letters',
  summary: 'List dead letters',
  description: 'Records that can never fold, those stored last first, without their bytes.',
  query: listDeadLettersQuery,
  answers: {
    200: jsonAnswer('A page of dead letters.', pageOf(deadLetterSummary, 'The dead letters of this page.')),
  },
  errors: ['invalid_request', 'invalid_cursor'],
} as const satisfies Operation;

/** `GET /operator/dead-letters/{topic}/{partition}/{offset}`. */
export const getDeadLetterQuery = z.strictObject({
  include: z.enum(['payload']).optional().meta({ description: 'The bytes of the record as well.' }),
});

export const getDeadLetter = {
  id: 'getDeadLetter',
  method: 'GET',
  path: PATH,
  pathParameters: deadLetterPath,
  scope: null,
  tag: 'Dead letters',
  summary: 'Look at a dead letter',
  description:
    'One dead letter, and what was done to it. Its key, value and headers come with `include=payload` alone, for they are a tenant’s.',
  query: getDeadLetterQuery,
  answers: {
    200: jsonAnswer(
      'The dead letter.',
      deadLetter.extend({
        record: deadRecord.optional().meta({ description: 'The record as it came; where it was asked for.' }),
      }),
    ),
  },
  errors: ['invalid_request', 'dead_letter_not_found'],
} as const satisfies Operation;

export const redriveDeadLetter = {
  id: 'redriveDeadLetter',
  method: 'POST',
  path: `${PATH}/redrive`,
  pathParameters: deadLetterPath,
  scope: null,
  tag: 'Dead letters',
  summary: 'Publish its record again',
  description:
    'Publishes the record to the events topic again, once its cause is mended; also of one that was discarded. Repeating one that failed is safe: what comes twice folds once.',
  query: noQuery,
  body: actContent(),
  answers: {
    200: jsonAnswer(
      'It was published.',
      deadLetter.extend({
        published: z
          .object({
            topic: z.string().meta({ description: 'The events topic.' }),
            partition: z.int().min(0).meta({ description: 'The partition there.' }),
            offset: z.int().min(0).meta({ description: 'The offset there.' }),
          })
          .meta({ description: 'Where the record lies now.' }),
      }),
    ),
  },
  errors: [...BODY_ERRORS, 'dead_letter_not_found', 'dead_letter_settled', 'dead_letter_pruned'],
} as const satisfies Operation;

export const discardDeadLetter = {
  id: 'discardDeadLetter',
  method: 'POST',
  path: `${PATH}/discard`,
  pathParameters: deadLetterPath,
  scope: null,
  tag: 'Dead letters',
  summary: 'Note that it is not wanted',
  description: 'Notes that the record is not wanted. It can be published again all the same.',
  query: noQuery,
  body: actContent(),
  answers: { 200: jsonAnswer('It was discarded.', deadLetter) },
  errors: [...BODY_ERRORS, 'dead_letter_not_found', 'dead_letter_settled'],
} as const satisfies Operation;
