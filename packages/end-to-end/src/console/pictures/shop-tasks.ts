import type { Told } from '../harness/console-tenant.ts';

interface Work {
  readonly prefix: string;
  readonly capability: string;
  readonly model: string;
  readonly project: string;
  readonly seconds: number;
  readonly credits: string;
  readonly stages: readonly [string, ...string[]];
  readonly error: string;
}

/** What a shop that has pictures, films and voices made asks for. */
const WORKS: readonly [Work, ...Work[]] = [
  {
    prefix: 'img',
    capability: 'image.generate',
    model: 'aurora-xl',
    project: 'storefront',
    seconds: 9,
    credits: '40.0000',
    stages: ['sampling', 'upscaling'],
    error: 'content_refused',
  },
  {
    prefix: 'chat',
    capability: 'chat.completion',
    model: 'parrot-4-mini',
    project: 'support',
    seconds: 3,
    credits: '0.8125',
    stages: ['writing'],
    error: 'context_too_long',
  },
  {
    prefix: 'vid',
    capability: 'video.generate',
    model: 'reel-2',
    project: 'campaigns',
    seconds: 74,
    credits: '910.5000',
    stages: ['key frames', 'in between', 'encoding'],
    error: 'gpu_lost',
  },
  {
    prefix: 'tts',
    capability: 'speech.synthesize',
    model: 'alto-3',
    project: 'storefront',
    seconds: 5,
    credits: '6.2500',
    stages: ['speaking'],
    error: 'voice_unknown',
  },
];

/** So many tasks of the last minutes, as a tenant that is at work has them, the newest still on their way. */
export function shopTasks(count: number, callbackUrl: string): Told[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const work = WORKS[(index * 7 + Math.floor(index / 3)) % WORKS.length] ?? WORKS[0];
    // The newest last, a dozen seconds apart.
    const begin = now - (count - index) * 11_300 - 2000;
    const number = (0x2f3a_91c4 + index * 7919).toString(36);
    const subject = `${work.prefix}_01k${number}`;
    const event = (type: string, second: number, data: object = {}): Told => ({
      type,
      subject,
      data,
      time: new Date(begin + second * 1000).toISOString(),
      source: `/workers/${work.prefix}`,
    });
    const isDue = begin + work.seconds * 1000 < now;
    const told = [
      event('task.created', 0, {
        capability: work.capability,
        model: work.model,
        project_id: work.project,
        client_request_id: `order-${4200 + index}`,
        metadata: { user: `u_${17 + (index % 9)}` },
        callback: { url: callbackUrl },
      }),
    ];
    if (index > count - 3) return told;
    told.push(event('task.started', 0.4, { attempt: 1 }));
    if (!isDue || index % 13 === 5) {
      const percent = 15 + ((index * 29) % 80);
      const stage = work.stages[Math.floor((percent / 100) * work.stages.length)];
      return [...told, event('task.progressed', 1, { percent, stage })];
    }
    if (index % 11 === 4)
      return [
        ...told,
        event('task.failed', work.seconds, {
          error: { code: work.error, message: 'It could not be done.', retryable: true },
        }),
      ];
    if (index % 17 === 9) return [...told, event('task.canceled', 1.5, { reason: 'the cart was emptied' })];
    return [
      ...told,
      event('task.charged', work.seconds - 0.5, { entry_id: 'work', amount_credits: work.credits }),
      event('task.succeeded', work.seconds, { output: { url: `https://cdn.example.com/${number}` } }),
      event('task.billing_settled', work.seconds + 0.5),
    ];
  }).flat();
}
