import type { Telemetry } from 'ai';
import type { EventDataByType } from '../generated/events.ts';
import type { Reporter } from '../reporter/create-reporter.ts';
import { type AiCall, type AiCallEnd, callOf, creationOf, inputOf, outputOf } from './call.ts';
import { type CallFailure, callFailure, isAbort } from './call-failure.ts';
import { metersOf } from './meters.ts';
import { createOpenCalls, type OpenCall } from './open-calls.ts';

/** What the task of a call says of itself. */
type Described = Partial<EventDataByType['task.created']> & { readonly taskId?: string };

export interface AiTelemetryOptions {
  readonly reporter: Reporter;
  /**
   * What a call's task says of itself, in the place of what it says anyway: its id (that of the call), capability (`text.generate` and
   * so on), model and metadata (provider, operation, function id). Null: the call is no task.
   */
  readonly describe?: (call: AiCall) => Described | null;
  /** Whether tasks keep what was asked: instructions, messages, values. No, unless it is true. */
  readonly recordInput?: boolean;
  /** Whether tasks keep what was answered: text, object, tool calls. No, unless it is true. */
  readonly recordOutput?: boolean;
  /** What a call costs in credits, as a decimal text such as `"0.0125"`; null: nothing is charged. */
  readonly cost?: (call: AiCallEnd) => string | null;
  /** Why a call failed, in the place of what is said anyway. Its message is for end users. */
  readonly failure?: (error: unknown, call: AiCall) => CallFailure;
  /** Told of what cannot be told of a call, such as a cost that is no amount. The call itself never notices. */
  readonly onError?: (error: unknown) => void;
}

/**
 * What `registerTelemetry` of the AI SDK takes, so that each call of it becomes a task: created and started when it starts, with the
 * usage of each step, and succeeded, failed or canceled when it ends. Prompts and outputs are not kept unless that is asked for.
 *
 * A stream that nobody reads to its end says nothing to the AI SDK, and its task stays open; with a `deadline_at` it is listed.
 *
 * @example
 * ```ts
 * import { aiTelemetry } from '@taskfold/client/ai-sdk';
 * import { createReporter } from '@taskfold/client/reporter';
 * import { generateText, registerTelemetry } from 'ai';
 * import { MockLanguageModelV4 } from 'ai/test';
 *
 * const sent: string[] = [];
 * const reporter = createReporter({
 *   source: '/apps/chat',
 *   publish: async (events) => void sent.push(...events.map(({ type }) => type)),
 * });
 * registerTelemetry(aiTelemetry({ reporter, cost: ({ usage }) => ((usage.output_tokens ?? 0) / 1000).toFixed(6) }));
 *
 * // The place of a provider's model.
 * const model = new MockLanguageModelV4({
 *   doGenerate: {
 *     content: [{ type: 'text', text: 'Fog.' }],
 *     finishReason: { unified: 'stop', raw: undefined },
 *     usage: {
 *       inputTokens: { total: 12, noCache: 12, cacheRead: 0, cacheWrite: 0 },
 *       outputTokens: { total: 3, text: 3, reasoning: 0 },
 *     },
 *     warnings: [],
 *   },
 * });
 * await generateText({ model, prompt: 'What hides a lighthouse?' });
 * await reporter.close();
 * sent; // ['task.created', 'task.started', 'task.usage_recorded', 'task.charged', 'task.succeeded']
 * ```
 */
export function aiTelemetry(options: AiTelemetryOptions): Telemetry {
  const { reporter, describe, cost, failure = callFailure, recordInput, recordOutput } = options;
  const open = createOpenCalls();
  /** What fails here is no fault of the call. */
  const attempt = (tell: () => void) => {
    try {
      tell();
      return true;
    } catch (error) {
      try {
        options.onError?.(error);
      } catch {}
      return false;
    }
  };
  const recordUsage = (call: OpenCall, usage: unknown, step: string) => {
    const meters = metersOf(usage);
    if (Object.keys(meters).length === 0) return;
    call.add(meters);
    attempt(() => call.task.usage(meters, { id: `${call.call.callId}-usage-${step}` }));
  };
  const end = (call: OpenCall, outcome: AiCallEnd['outcome'], tell: () => void) => {
    attempt(() => {
      const amount = cost?.({ ...call.call, outcome, usage: call.usage }) ?? null;
      if (amount !== null) call.task.charge(call.call.callId, amount);
    });
    attempt(tell);
  };
  const fail = (call: OpenCall, error: unknown) => {
    if (isAbort(error)) return end(call, 'canceled', () => call.task.canceled());
    end(call, 'failed', () => {
      if (!attempt(() => call.task.failed(failure(error, call.call)))) call.task.failed(callFailure(error));
    });
  };

  return {
    onStart(event) {
      attempt(() => {
        const call = callOf(event);
        const said: Described | null = describe === undefined ? {} : describe(call);
        if (said === null) return;
        const { taskId = call.callId, ...given } = said;
        const task = reporter.task(taskId);
        const creation = { ...creationOf(call), ...given };
        const attributes = { id: `${call.callId}-created` };
        const whole = () => task.created({ ...creation, input: inputOf(event) }, attributes);
        // An input that is too large is left out.
        if (recordInput !== true || !attempt(whole)) task.created(creation, attributes);
        task.started();
        open.start(call, task);
      });
    },
    onStepEnd(event) {
      const call = open.of(event.callId);
      if (call !== undefined) recordUsage(call, event.usage, String(event.stepNumber));
    },
    onObjectStepEnd(event) {
      const call = open.of(event.callId);
      if (call !== undefined) recordUsage(call, event.usage, String(event.stepNumber));
    },
    onEnd(event) {
      const call = open.end(event.callId);
      if (call === undefined) return;
      // Embeddings and the like have no steps.
      if (Object.keys(call.usage).length === 0 && 'usage' in event) recordUsage(call, event.usage, 'all');
      const error = 'error' in event ? event.error : undefined;
      if (error !== undefined) return fail(call, error);
      const reason = 'finishReason' in event ? event.finishReason : undefined;
      if (reason === 'error') return fail(call, undefined);
      end(call, 'succeeded', () => {
        const more = succeededWith(event, reason, call.call.model);
        const whole = () => call.task.succeeded({ ...more, output: outputOf(event) });
        if (recordOutput !== true || !attempt(whole)) call.task.succeeded(more);
      });
    },
    onAbort({ callId, reason }) {
      const call = open.end(callId);
      if (call === undefined) return;
      // Whatever reason the program gave: it ended the call. Time that is up is no wish of anybody.
      if (isTimeout(reason)) return fail(call, reason);
      end(call, 'canceled', () => call.task.canceled());
    },
    onError(event) {
      const { callId, error } = (event ?? {}) as { readonly callId?: unknown; readonly error?: unknown };
      const call = open.end(callId);
      if (call !== undefined) fail(call, error);
    },
  };
}

/** The model that answered where it has another name, and what an end other than the usual one means. */
function succeededWith(event: object, reason: string | undefined, model: string) {
  const { response } = event as { readonly response?: { readonly modelId?: unknown } };
  const answered = response?.modelId;
  return {
    ...(typeof answered === 'string' && answered !== model ? { resolved_model: answered } : {}),
    ...(reason === 'length'
      ? { warnings: [{ code: 'output_cut', message: 'The output was cut at the most tokens allowed.' }] }
      : {}),
    ...(reason === 'content-filter'
      ? { warnings: [{ code: 'content_filtered', message: 'The provider withheld output by its filter.' }] }
      : {}),
  };
}

function isTimeout(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}
