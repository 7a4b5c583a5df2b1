import { encodeStructured, type OutgoingEvent, type OutgoingRecord } from '@taskfold/kafka';

const taskId = (index: number) => `busy_${index}`;

const event = (index: number, number: number, type: string, data: unknown): OutgoingEvent => ({
  id: `${taskId(index)}-${number}`,
  source: '/bench/worker',
  type,
  time: new Date(Date.UTC(2026, 10, 1) + number).toISOString(),
  subject: taskId(index),
  tenantid: 'bench',
  data,
});

const LINE = { meter: 'output_tokens', quantity: '20', unit: 'token', billed_amount_credits: '0.02' };

/** The creation of each task. */
export function* creations(tasks: number): Generator<OutgoingRecord> {
  for (let index = 0; index < tasks; index++) {
    yield encodeStructured(event(index, 0, 'task.created', { capability: 'chat', model: 'm', input: {} }));
  }
}

/**
 * Usage records of one line and charges by turns, of one task after the other.
 *
 * @param from number of the first of each task, 1 or more
 */
export function* money(tasks: number, from: number, perTask: number): Generator<OutgoingRecord> {
  for (let number = from; number < from + perTask; number++) {
    for (let index = 0; index < tasks; index++) {
      yield encodeStructured(
        number % 2 === 0
          ? event(index, number, 'task.usage_recorded', { output_tokens: 20, lines: [LINE] })
          : event(index, number, 'task.charged', { entry_id: `c${number}`, amount_credits: '0.02' }),
      );
    }
  }
}
