import type { Instant, JsonText, TaskEvent } from '@taskfold/contract';
import { at, sampleEvent } from '@taskfold/fold/testing';

/** One task for each need and one that needs nothing, so many times. */
export function needyTasks(tenantId: string, times: number): TaskEvent[] {
  return Array.from({ length: times }, (_none, number) => {
    const of = (name: string) => ({ tenantId, taskId: `${name}_${number}`, time: at(number) });
    const created = (name: string, more = {}) =>
      sampleEvent(
        'task.created',
        { capability: 'chat', model: 'm', input: '{}' as JsonText, ...more },
        of(name),
      );
    const ended = (name: string) => sampleEvent('task.succeeded', {}, of(name));
    const usage = (name: string, characters = 5) =>
      sampleEvent(
        'task.usage_recorded',
        { characters, lines: [] },
        { ...of(name), id: `${name}${characters}` },
      );
    const charged = (name: string, amount = '2') =>
      sampleEvent('task.charged', { entry_id: 'c', amount_credits: amount }, { ...of(name), id: amount });
    const callback = { callback: { url: 'https://example.com' } };
    return [
      ...[created('usage'), ended('usage')],
      ...[created('refund'), charged('refund'), sampleEvent('task.canceled', {}, of('refund'))],
      ...[created('charge'), ended('charge'), usage('charge')],
      ...[created('over'), ended('over'), usage('over'), charged('over')],
      sampleEvent('task.refunded', { entry_id: 'r', amount_credits: '3' }, of('over')),
      ...[created('conflict'), ended('conflict'), usage('conflict'), charged('conflict')],
      charged('conflict', '4'),
      ...[created('callback', callback), ended('callback'), usage('callback'), charged('callback')],
      sampleEvent(
        'task.callback_attempted',
        { delivery_id: 'cb_x', attempt: 10, type: 'task.succeeded', outcome: 'exhausted' },
        { ...of('callback'), time: at(90) },
      ),
      created('attention', { deadline_at: '2020-01-01T00:00:00.000000Z' as Instant }),
      ...[created('well'), ended('well'), usage('well'), charged('well')],
    ];
  }).flat();
}
