import type { Told } from './console-tenant.ts';

const DAY_MS = 86_400_000;

interface MoneyTask {
  readonly id: string;
  /** Days before today, in UTC. */
  readonly daysAgo: number;
  readonly model: string;
  readonly project?: string;
  /** The id of the API key that it was asked for with; that which tells where it is not given. */
  readonly apiKeyId?: string;
  readonly charged?: string;
  readonly refunded?: string;
  readonly tokens?: number;
  /** What its usage costs. */
  readonly used?: string;
  readonly end: 'succeeded' | 'failed' | 'canceled' | null;
  readonly deadline?: string;
  /** Of whoever is told of its end. */
  readonly callbackUrl?: string;
}

/** A task as its producers tell of it, at noon of its day, or just now where that is today. */
export function moneyTask(task: MoneyTask): Told[] {
  const noon = new Date(Date.now() - task.daysAgo * DAY_MS).setUTCHours(12, 0, 0, 0);
  const begin = Math.min(noon, Date.now() - 20_000);
  const event = (type: string, second: number, data: object = {}): Told => ({
    type,
    subject: task.id,
    data,
    time: new Date(begin + second * 1000).toISOString(),
  });
  const { model, project, apiKeyId, charged, refunded, tokens, used, end, deadline, callbackUrl } = task;
  const error = { code: 'out_of_memory', message: 'It did not fit.', retryable: true };
  return [
    {
      ...event('task.created', 0, {
        capability: model.startsWith('painter') ? 'image.generate' : 'chat.completion',
        model,
        ...(project === undefined ? {} : { project_id: project }),
        ...(deadline === undefined ? {} : { deadline_at: deadline }),
        ...(callbackUrl === undefined ? {} : { callback: { url: callbackUrl } }),
      }),
      ...(apiKeyId === undefined ? {} : { apikeyid: apiKeyId }),
    },
    event('task.started', 1),
    ...(charged === undefined ? [] : [event('task.charged', 2, { entry_id: 'c', amount_credits: charged })]),
    ...(refunded === undefined
      ? []
      : [event('task.refunded', 3, { entry_id: 'r', amount_credits: refunded, reason: 'agreed' })]),
    ...(tokens === undefined
      ? []
      : [
          event('task.usage_recorded', 4, {
            input_tokens: tokens,
            audio_seconds: 0.25,
            lines: [
              {
                meter: 'tokens',
                quantity: '1',
                unit: 'call',
                billed_amount_credits: used ?? '0',
              },
            ],
          }),
        ]),
    ...(end === null ? [] : [event(`task.${end}`, 5, end === 'failed' ? { error } : {})]),
  ];
}
