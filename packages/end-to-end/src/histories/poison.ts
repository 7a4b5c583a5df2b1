import { type ForeignEvent, type ForeignRecord, structured } from '../clients/foreign-record.ts';

const MIB = 1024 * 1024;
const JSON_EVENT = { 'content-type': 'application/cloudevents+json' };

interface Poison {
  readonly name: string;
  readonly code: string;
  /** @param task whose key the record has, except where that is the poison */
  readonly record: (task: { readonly tenantId: string; readonly taskId: string }) => ForeignRecord;
}

const withData =
  (type: string, data: unknown): Poison['record'] =>
  (task) =>
    structured(eventOf(task, type, JSON.stringify(data)));

function eventOf(
  task: { tenantId: string; taskId: string },
  type: string,
  data: string | null,
): ForeignEvent {
  return { ...task, id: `poison ${type}`, source: '/foreign', type, time: '2026-03-01T12:00:00Z', data };
}

/** Records that can never fold, each with the code that its dead letter must have. */
export const POISON: readonly Poison[] = [
  {
    name: 'neither value nor headers',
    code: 'empty_record',
    record: ({ taskId }) => ({ key: taskId, value: null, headers: {} }),
  },
  {
    name: 'not JSON',
    code: 'invalid_json',
    record: ({ taskId }) => ({ key: taskId, value: '{"id": 1,', headers: JSON_EVENT }),
  },
  {
    name: 'bytes that are no text',
    code: 'invalid_json',
    record: ({ taskId }) => ({ key: taskId, value: Buffer.from([0, 255, 254, 0x7b]), headers: JSON_EVENT }),
  },
  {
    name: 'a key that is not the subject',
    code: 'key_mismatch',
    record: (task) => ({
      ...structured(eventOf({ ...task, taskId: 'another' }, 'task.billing_settled', null)),
      key: task.taskId,
    }),
  },
  {
    name: 'no key',
    code: 'wrong_partition',
    record: (task) => ({
      ...structured(eventOf(task, 'task.billing_settled', null)),
      key: null,
      partition: 0,
    }),
  },
  {
    name: 'no tenant',
    code: 'invalid_cloudevent',
    record: (task) => {
      const { value, ...rest } = structured(eventOf(task, 'task.billing_settled', null));
      return { ...rest, value: String(value).replace(/"tenantid":"[^"]*",/, '') };
    },
  },
  {
    name: 'over 1 MiB',
    code: 'too_large',
    record: withData('task.output_updated', { output: { text: 'x'.repeat(MIB) } }),
  },
  {
    name: 'money as a float',
    code: 'invalid_data',
    record: withData('task.charged', { entry_id: 'chg_1', amount_credits: 0.1 }),
  },
  {
    name: 'a negative percentage',
    code: 'invalid_data',
    record: withData('task.progressed', { percent: -1 }),
  },
  {
    name: 'metadata without measure',
    code: 'invalid_data',
    record: withData('task.created', {
      capability: 'c',
      model: 'm',
      metadata: Object.fromEntries(
        Array.from({ length: 5000 }, (_, index) => [`key_${index}`, 'v'.repeat(100)]),
      ),
    }),
  },
];
