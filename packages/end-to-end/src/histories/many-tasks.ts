import type { ForeignEvent } from '../clients/foreign-record.ts';

interface Step {
  readonly type: string;
  readonly id: string;
  /** Seconds after noon. */
  readonly at: number;
  readonly data: object;
}

/** Ten events in the order of the log: with a repeat, a late one, a contradiction, two ends, and the creation not always first. */
function steps(index: number): Step[] {
  const created: Step = {
    type: 'task.created',
    id: 'created',
    at: 0,
    data: { capability: 'image.generate', model: `model-${index % 5}`, input: { seed: index } },
  };
  const started: Step = { type: 'task.started', id: 'started', at: 1, data: { attempt: 1 + (index % 3) } };
  const progressed: Step = { type: 'task.progressed', id: 'p1', at: 3, data: { percent: 40, stage: 'draw' } };
  const charge: Step = {
    type: 'task.charged',
    id: 'charge',
    at: 5,
    data: { entry_id: 'chg', amount_credits: `${index}.25` },
  };
  return [
    ...(index % 7 === 0 ? [started, created] : [created, started]),
    progressed,
    { type: 'task.progressed', id: 'p0', at: 2, data: { percent: 10, stage: 'load' } },
    progressed,
    {
      type: 'task.usage_recorded',
      id: 'usage',
      at: 4,
      data: { image_count: 1 + (index % 4), lines: [] },
    },
    charge,
    {
      ...charge,
      id: 'charge again',
      data: { entry_id: 'chg', amount_credits: index % 2 ? '9' : `${index}.25` },
    },
    {
      type: 'task.succeeded',
      id: 'end',
      at: 6,
      data: { output: { url: `https://cdn.example.com/${index}` } },
    },
    { type: 'task.canceled', id: 'other end', at: 7, data: { reason: 'too late' } },
  ];
}

/** The lives of many tasks, interleaved as they come when all of them run at the same time: ten events for each. */
export function manyTasks(tenantId: string, count: number): ForeignEvent[] {
  const lives = Array.from({ length: count }, (_, index) => steps(index));
  const longest = Math.max(...lives.map((life) => life.length));
  return Array.from({ length: longest }, (_, turn) =>
    lives.flatMap((life, index) => {
      const step = life[turn];
      if (step === undefined) return [];
      const { type, id, at, data } = step;
      const time = `2026-03-01T12:00:${String(at).padStart(2, '0')}.${String(index).padStart(6, '0')}Z`;
      return [
        {
          tenantId,
          taskId: `task_${index}`,
          type,
          id,
          time,
          source: '/workers/1',
          data: JSON.stringify(data),
        },
      ];
    }),
  ).flat();
}
