/**
 * Why a record of the events topic can never fold: the codes that dead letters are stored, counted and published
 * under. The descriptions are the reference's and the operator's.
 */
export const DEAD_LETTER_CODES = {
  empty_record:
    'The record has no value in structured mode, or neither value nor CloudEvents headers: there is no event in it.',
  invalid_json:
    'The value, or the event data in binary mode, is not JSON in UTF-8, is nested too deeply, or has an object that names a member twice.',
  invalid_cloudevent:
    'The value is JSON, but a required attribute of the CloudEvent is missing or is not what it must be.',
  invalid_data: 'The data does not satisfy the schema of the event type.',
  too_large: 'The value is larger than 1 MiB, or there are more than 256 headers or 64 KiB of them.',
  key_mismatch: 'The key of the record is not the subject of the event.',
  wrong_partition:
    'The record has no key, or lies in another partition than its key belongs to: the producer partitions otherwise than the PARTITIONER setting says. Only with MISPLACED=dead_letter, or where the record was published again once already.',
  forged_event:
    'The event is one that Taskfold alone publishes (type task.callback_attempted, or a source below /taskfold/), but it is not signed by it.',
  unstorable: 'PostgreSQL refuses what the event would make of the task, for a limit of its own.',
  undecodable:
    'Reading the record fails in a way that no other code names, or its time is none: a fault of the processor that the message locates, or a record that no producer should make.',
  fold_failed: 'Folding the event into its task fails: a fault of the processor, which the message locates.',
} as const satisfies Record<string, string>;

export type DeadLetterCode = keyof typeof DEAD_LETTER_CODES;

/**
 *   open --discard--> discarded --redrive--> redriven
 *   open --redrive--> redriven
 */
export const DEAD_LETTER_STATUSES = ['open', 'discarded', 'redriven'] as const;
export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number];

/** Headers that a record on the dead-letter topic carries beside those it came with. Their values are text. */
export const DEAD_LETTER_HEADERS = {
  'dlq-code': 'Why the record cannot fold: one of the codes of dead letters.',
  'dlq-message': 'The same in words, with what was found.',
  'dlq-topic': 'The topic that the record came from.',
  'dlq-partition': 'Its partition there.',
  'dlq-offset': 'Its offset there.',
  'dlq-timestamp': 'When the broker took it, in milliseconds since the Unix epoch.',
} as const satisfies Record<string, string>;
