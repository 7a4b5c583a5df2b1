import { IDENTIFIER, isInstantMilliseconds, type TaskEvent } from '@taskfold/contract';
import type { Decoded, LogRecord } from '@taskfold/kafka';

type Rejected = Extract<Decoded, { readonly kind: 'rejected' }>;
type Verdict = Omit<Rejected, 'kind'>;

/** A key that may be a task's id; longer ones are none. */
const MAX_KEY = 1024;

/**
 * Reads records as `decode` does, and never throws: what it throws becomes a dead letter of the record, and so does a
 * record whose time no calendar has.
 */
export function contained(decode: (record: LogRecord) => Decoded): (record: LogRecord) => Decoded {
  return (record) => {
    if (!isInstantMilliseconds(record.timestampMs)) {
      return undecodable(record, `The time of the record, ${record.timestampMs} ms since 1970, is none.`);
    }
    try {
      return decode(record);
    } catch (error) {
      return undecodable(
        record,
        `Reading the record fails: ${sightOf(error)}. This is a fault of the processor.`,
      );
    }
  };
}

/** @param event null where it is not known what the record holds */
export function rejectionOf(event: Pick<TaskEvent, 'tenantId' | 'taskId'> | null, error: unknown): Verdict {
  return {
    code: 'fold_failed',
    message: `Folding the event fails: ${sightOf(error)}. This is a fault of the processor.`,
    tenantId: event?.tenantId ?? null,
    taskId: event?.taskId ?? null,
  };
}

function undecodable(record: LogRecord, message: string): Decoded {
  return { kind: 'rejected', code: 'undecodable', message, tenantId: null, taskId: taskIdInKey(record) };
}

/** The task that the key of a record names, where it can be one. */
export function taskIdInKey({ key }: LogRecord): string | null {
  if (key === null || key.length > MAX_KEY) return null;
  const text = key.toString('latin1');
  return IDENTIFIER.test(text) ? text : null;
}

const KIND = /^[A-Za-z]{1,40}$/;
const PLACE = /([\w.-]{1,80}\.[cm]?[jt]s):(\d{1,7}):\d{1,7}\)?$/;

/** What is told of an exception: its kind, and the file and line that threw it. Its message may quote the data. */
function sightOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const kind = KIND.test(error.name) ? error.name : 'an error';
  const { stack = '', message } = error;
  const [, frame = ''] = stack.slice(stack.indexOf(message) + message.length).split('\n', 2);
  const [, file, line] = PLACE.exec(frame.slice(-300)) ?? [];
  return file === undefined ? kind : `${kind} in ${file}, line ${line}`;
}
