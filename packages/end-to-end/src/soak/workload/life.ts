import type { Random } from '@taskfold/fold/testing';
import type { OutgoingEvent } from '@taskfold/kafka';

/** Events that a producer publishes together, so long after those before them were acknowledged. */
interface Moment {
  readonly afterMs: number;
  /** Their times are made when they are published; those of late ones lie so far back. */
  readonly events: readonly PlannedEvent[];
}

export interface PlannedEvent {
  /** Within its life; one that comes again has the same. */
  readonly number: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly backMs?: number;
}

export interface Life {
  readonly taskId: string;
  readonly moments: readonly Moment[];
  /** The first terminal type of the life. */
  readonly end: string;
  /** Types of which its caller is to be told. */
  readonly callbacks: readonly string[];
}

export const TENANT = 'soak';
export const SOURCE = '/soak/producer';
/** About how many events a life has: lives are begun by it. */
export const EVENTS_PER_LIFE = 10.7;

const CAPABILITIES = ['image.generate', 'video.generate', 'chat.completion', 'speech.transcribe'] as const;
const ENDS = [
  { type: 'task.succeeded', share: 0.84 },
  { type: 'task.failed', share: 0.1 },
  { type: 'task.canceled', share: 0.06 },
] as const;

/** One task from its creation to its settlement, with what goes wrong at producers: repeats, late ones, contradictions. */
export function lifeOf(taskId: string, random: Random, receiverUrl: string): Life {
  let count = 0;
  const event = (type: string, data: PlannedEvent['data'] = {}, backMs = 0): PlannedEvent => ({
    number: count++,
    type,
    data,
    backMs,
  });
  const wait = (most: number) => 20 + random.below(most);
  const end = endOf(random.next());
  const callback = callbackOf(random, receiverUrl);
  const charge = amount(random, 500);

  const created = event('task.created', {
    capability: random.pick(CAPABILITIES),
    model: `model-${random.below(5)}`,
    input: {
      prompt: 'A lighthouse on a cliff at dusk. '.repeat(1 + random.below(8)),
      seed: random.below(1e9),
    },
    metadata: { order: taskId, shop: `shop_${random.below(50)}` },
    ...(callback === null ? {} : { callback: { url: callback.url, events: callback.events } }),
  });
  const started = event('task.started', { attempt: 1 + random.below(3), resolved_model: 'painter-2' });
  const moments: Moment[] = [
    { afterMs: 0, events: random.chance(0.03) ? [started, created] : [created, started] },
  ];
  const steps = 2 + random.below(4);
  for (let step = 1; step <= steps; step++) {
    const progressed = event('task.progressed', {
      percent: Math.floor((step * 100) / (steps + 1)),
      stage: `stage_${step}`,
      message: `Step ${step} of ${steps}`,
    });
    const events = [progressed];
    if (random.chance(0.05)) events.push(progressed);
    if (random.chance(0.05)) events.push(event('task.progressed', { percent: 1, stage: 'late' }, 60_000));
    if (random.chance(0.1)) events.push(event('task.output_updated', { output: { preview: step } }));
    if (random.chance(0.05)) {
      events.push(event('task.warned', { warnings: [{ code: 'slow', message: `Step ${step} is slow.` }] }));
    }
    moments.push({ afterMs: wait(900), events });
  }
  if (end === 'task.canceled') {
    moments.push({ afterMs: wait(200), events: [event('task.cancel_requested', { reason: 'Enough.' })] });
  }
  moments.push({
    afterMs: wait(300),
    events: [
      event(end, endData(end, taskId)),
      event('task.usage_recorded', {
        image_count: 1 + random.below(4),
        output_tokens: random.below(5000),
        lines: [
          { meter: 'image_count', quantity: '1', unit: 'image', billed_amount_credits: amount(random, 40) },
        ],
      }),
      event('task.charged', { entry_id: 'charge', amount_credits: charge }),
    ],
  });
  const after: PlannedEvent[] = [];
  if (random.chance(0.03)) after.push(event('task.charged', { entry_id: 'charge', amount_credits: charge }));
  if (random.chance(0.01)) after.push(event('task.charged', { entry_id: 'charge', amount_credits: '9999' }));
  if (random.chance(0.02)) after.push(event('task.failed', endData('task.failed', taskId)));
  if (end !== 'task.succeeded') {
    after.push(event('task.refunded', { entry_id: 'refund', amount_credits: charge, reason: 'No result.' }));
  }
  after.push(event('task.billing_settled'));
  moments.push({ afterMs: wait(1500), events: after });
  return {
    taskId,
    moments,
    end,
    callbacks: (callback?.events ?? []).filter((type) => type === end || type === SETTLED),
  };
}

const SETTLED = 'task.settled';

function callbackOf(random: Random, url: string) {
  if (random.chance(0.4)) return null;
  const ends = ENDS.map(({ type }) => type as string);
  return { url, events: random.chance(0.3) ? [...ends, SETTLED] : ends };
}

function endOf(chance: number): string {
  let sum = 0;
  for (const { type, share } of ENDS) {
    sum += share;
    if (chance < sum) return type;
  }
  return 'task.succeeded';
}

function endData(type: string, taskId: string): PlannedEvent['data'] {
  if (type === 'task.succeeded') return { output: { url: `https://cdn.example.com/${taskId}.png` } };
  if (type === 'task.failed') {
    return { error: { code: 'worker_lost', message: 'The worker has gone.', retryable: true } };
  }
  return { reason: 'Enough.' };
}

function amount(random: Random, most: number): string {
  return `${random.below(most)}.${String(random.below(10_000)).padStart(4, '0')}`;
}

/** As it is published at a moment. The same number of a task is the same event, whenever it comes again. */
export function outgoing(taskId: string, planned: PlannedEvent, nowMs: number): OutgoingEvent {
  return {
    id: `${taskId}-${planned.number}`,
    source: SOURCE,
    type: planned.type,
    time: new Date(nowMs - (planned.backMs ?? 0)).toISOString(),
    subject: taskId,
    tenantid: TENANT,
    data: planned.data,
  };
}
