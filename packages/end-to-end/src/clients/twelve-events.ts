import type { PlainRecord } from './defaults.ts';

/** The creations of twelve tasks, whose keys every partitioner spreads, as a simple producer writes them. */
export function twelveEvents(tenantId: string, name: string): PlainRecord[] {
  return Array.from({ length: 12 }, (_none, number) => {
    const taskId = `${name}_${number}`;
    const event = {
      specversion: '1.0',
      id: `created-${taskId}`,
      source: `/${name}`,
      type: 'task.created',
      time: '2026-03-01T12:00:00Z',
      subject: taskId,
      tenantid: tenantId,
      data: { capability: 'image.generate', model: 'm', input: { prompt: 'A quiet harbour. '.repeat(20) } },
    };
    return { key: taskId, value: JSON.stringify(event) };
  });
}
