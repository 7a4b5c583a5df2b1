import { type CallbackEvent, instantFromMilliseconds, TERMINAL_STATUSES } from '@taskfold/contract';
import { callbackBody, type DueDelivery, deliveryId, type LoggedAttempt } from '@taskfold/fold';
import { signWebhook } from '@taskfold/webhooks';
import { systemEvent, TENANT } from '../projection/check-event.ts';
import type { Projection } from '../projection/projection.ts';
import { createSignal } from '../projection/signal.ts';
import { sendCallback } from './send-callback.ts';

/** Something that the caller of a task is told. */
interface Delivery {
  readonly id: string;
  readonly due: DueDelivery;
  attempts: number;
  /** Attempts of this schedule. */
  step: number;
  /** Waits for its next attempt. */
  timer: NodeJS.Timeout | null;
  isUnderWay: boolean;
}

export interface DeliveriesOptions {
  readonly projection: () => Projection;
  readonly secret: string;
  /** Where the server is reached. */
  readonly baseUrl: () => string;
  /** Milliseconds before each attempt but the first. */
  readonly schedule: readonly number[];
}

/** Tells the callers of tasks, attempt by attempt, and the log of each. */
export interface Deliveries {
  begin(taskId: string, due: DueDelivery): void;
  /** Tells of the end of a task once more, now; undefined where there is none, or nobody to be told. */
  again(taskId: string): { readonly id: string; readonly type: CallbackEvent } | undefined;
  /** Oldest first. */
  attempts(taskId: string): readonly LoggedAttempt[];
  /** Resolves when none is under way or waits. */
  idle(signal: AbortSignal): Promise<void>;
  close(): void;
}

const ENDS: readonly CallbackEvent[] = TERMINAL_STATUSES.map((status) => `task.${status}` as const);
const USER_AGENT = 'Taskfold-Callbacks/1.0';

export function createDeliveries({ projection, secret, baseUrl, schedule }: DeliveriesOptions): Deliveries {
  const byTask = new Map<string, Delivery[]>();
  const logs = new Map<string, LoggedAttempt[]>();
  const closing = new AbortController();
  const moved = createSignal();
  const isBusy = () =>
    [...byTask.values()].flat().some(({ timer, isUnderWay }) => timer !== null || isUnderWay);

  async function attempt(taskId: string, delivery: Delivery): Promise<void> {
    delivery.timer = null;
    const view = projection().task(taskId)?.view;
    const url = view?.callback_url;
    // It was erased, and its address with it.
    if (view === undefined || url == null) return moved.tell();
    delivery.isUnderWay = true;
    const startedMs = Date.now();
    const body = callbackBody(view, { ...delivery.due, publicUrl: baseUrl() });
    const signed = signWebhook({
      id: delivery.id,
      timestamp: Math.floor(startedMs / 1_000),
      body,
      secrets: [secret],
    });
    const headers = { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...signed };
    const result = await sendCallback(url, { headers, body, signal: closing.signal });
    delivery.isUnderWay = false;
    if (result === null) return;
    delivery.attempts += 1;
    const waitMs = result.outcome === 'retrying' ? schedule[delivery.step] : undefined;
    delivery.step += 1;
    const finishedMs = Date.now();
    const logged: LoggedAttempt = {
      deliveryId: delivery.id,
      type: delivery.due.type,
      attempt: delivery.attempts,
      outcome: result.outcome === 'retrying' && waitMs === undefined ? 'exhausted' : result.outcome,
      error: result.error,
      statusCode: result.statusCode,
      startedAt: instantFromMilliseconds(startedMs),
      durationMs: finishedMs - startedMs,
      nextAttemptAt: waitMs === undefined ? null : instantFromMilliseconds(finishedMs + waitMs),
    };
    logs.set(taskId, [...(logs.get(taskId) ?? []), logged]);
    if (waitMs !== undefined) delivery.timer = setTimeout(() => void attempt(taskId, delivery), waitMs);
    projection().append(resultEvent(taskId, logged, finishedMs));
    moved.tell();
  }

  return {
    begin(taskId, due) {
      const delivery = {
        id: deliveryId(TENANT, taskId, due.type),
        due,
        attempts: 0,
        step: 0,
        timer: null,
        isUnderWay: false,
      };
      byTask.set(taskId, [...(byTask.get(taskId) ?? []), delivery]);
      void attempt(taskId, delivery);
    },
    again(taskId) {
      const delivery = byTask.get(taskId)?.find(({ due }) => ENDS.includes(due.type));
      const isErased = projection().task(taskId)?.view.callback_url == null;
      if (delivery === undefined || isErased) return undefined;
      if (!delivery.isUnderWay) {
        if (delivery.timer === null) delivery.step = 0;
        else clearTimeout(delivery.timer);
        void attempt(taskId, delivery);
      }
      return { id: delivery.id, type: delivery.due.type };
    },
    attempts: (taskId) => logs.get(taskId) ?? [],
    async idle(signal) {
      while (isBusy()) await moved.next(signal);
    },
    close() {
      closing.abort();
      for (const { timer } of [...byTask.values()].flat()) if (timer !== null) clearTimeout(timer);
    },
  };
}

function resultEvent(taskId: string, logged: LoggedAttempt, finishedMs: number) {
  return systemEvent({
    id: `${logged.deliveryId}:${logged.attempt}`,
    source: '/taskfold/callbacks',
    type: 'task.callback_attempted',
    time: new Date(finishedMs).toISOString(),
    subject: taskId,
    data: {
      delivery_id: logged.deliveryId,
      attempt: logged.attempt,
      type: logged.type,
      outcome: logged.outcome,
      status_code: logged.statusCode,
      error: logged.error,
      next_attempt_at: logged.nextAttemptAt,
    },
  });
}
