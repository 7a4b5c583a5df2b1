import { instantFromMilliseconds } from '@taskfold/contract';
import { callbackBody, type VisibleTask } from '@taskfold/fold';
import { signWebhook } from '@taskfold/webhooks';
import type { ClaimedDelivery } from '../deliveries/claim-deliveries.ts';
import type { FinishedAttempt } from '../deliveries/record-attempts.ts';
import type { Sender } from '../http/sender.ts';
import { type Judgement, judge } from '../schedule/judge.ts';
import type { SecretCache } from './secret-cache.ts';

export interface AttemptContext {
  /** The task as it is now; null where there is none that can be shown. */
  readonly readTask: (
    task: Pick<ClaimedDelivery, 'tenantId' | 'taskId' | 'partition'>,
  ) => Promise<VisibleTask | null>;
  readonly secrets: SecretCache;
  readonly sender: Sender;
  readonly schedule: readonly number[];
  readonly publicUrl: string | undefined;
  readonly random?: () => number;
}

export type Attempted =
  | {
      readonly kind: 'finished';
      readonly finished: FinishedAttempt;
      readonly judgement: Judgement;
      /** What the host's breaker learns: null where the host was not asked. */
      readonly hostAnswered: boolean | null;
    }
  /** Nothing that the receiver had a part in. */
  | { readonly kind: 'not_attempted' }
  | { readonly kind: 'no_task' };

const USER_AGENT = 'Taskfold-Callbacks/1.0';

/**
 * One attempt: the task as it is now, signed now, sent once.
 *
 * @throws when the task or the secrets cannot be read
 */
export async function attempt(
  delivery: ClaimedDelivery,
  context: AttemptContext,
  signal: AbortSignal,
): Promise<Attempted> {
  const { readTask, secrets, sender, schedule, publicUrl, random } = context;
  const [view, active] = await Promise.all([readTask(delivery), secrets.get(delivery.tenantId)]);
  if (view === null) return { kind: 'no_task' };

  const startedMs = Date.now();
  const began = performance.now();
  const body = callbackBody(view, { ...delivery, publicUrl });
  const timestamp = Math.floor(startedMs / 1000);
  const signature = signWebhook({ id: delivery.deliveryId, timestamp, body, secrets: active });
  const headers = { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...signature };
  const result = await sender.send({ url: delivery.url, headers, body }, signal);
  if (result.kind === 'not_attempted') return result;

  const judgement = judge(result, { schedule, made: delivery.scheduleStep + 1, ...(random && { random }) });
  const finishedMs = Date.now();
  const { outcome, error, statusCode, waitMs } = judgement;
  return {
    kind: 'finished',
    judgement,
    hostAnswered: result.kind === 'blocked' ? null : result.kind === 'answered',
    finished: {
      delivery,
      startedAt: instantFromMilliseconds(startedMs),
      finishedAt: instantFromMilliseconds(finishedMs),
      durationMs: performance.now() - began,
      outcome,
      error,
      statusCode,
      detail: result.kind === 'blocked' ? result.reason : null,
      nextAttemptAt: waitMs === null ? null : instantFromMilliseconds(finishedMs + waitMs),
      responseStart: result.kind === 'answered' ? result.bodyStart : null,
    },
  };
}
