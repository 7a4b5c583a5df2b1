import type { EventDataByType } from '../generated/events.ts';

/** A call of the AI SDK: `generateText`, `streamText`, `generateObject`, `embed` and so on. */
export interface AiCall {
  /** The id that the AI SDK gave it. */
  readonly callId: string;
  /** As the AI SDK names it: `ai.streamText`. */
  readonly operation: string;
  readonly provider: string;
  readonly model: string;
  /** `telemetry.functionId` of the call. */
  readonly functionId: string | undefined;
  /** What `telemetry.includeRuntimeContext` lets through of the call's `runtimeContext`. */
  readonly runtimeContext: Readonly<Record<string, unknown>>;
}

/** What was used, by the contract's meters. */
export type AiMeters = Omit<EventDataByType['task.usage_recorded'], 'lines'>;

/** A call that is over. */
export interface AiCallEnd extends AiCall {
  readonly outcome: 'succeeded' | 'failed' | 'canceled';
  /** What all its steps used, also where it did not succeed. */
  readonly usage: AiMeters;
}

/** What the AI SDK tells of the beginning of a call, as far as it is read here. */
export interface StartEvent {
  readonly callId: string;
  readonly operationId: string;
  readonly provider: string;
  readonly modelId: string;
  readonly functionId?: string | undefined;
  readonly runtimeContext?: unknown;
}

const CAPABILITIES: Readonly<Record<string, string>> = {
  'ai.generateText': 'text.generate',
  'ai.streamText': 'text.generate',
  'ai.generateObject': 'object.generate',
  'ai.streamObject': 'object.generate',
  'ai.embed': 'text.embed',
  'ai.embedMany': 'text.embed',
  'ai.rerank': 'text.rerank',
  'ai.generateSpeech': 'speech.generate',
  'ai.transcribe': 'audio.transcribe',
};

/** What the AI SDK was given, whatever the call. */
const INPUTS = ['instructions', 'system', 'prompt', 'messages', 'value', 'query', 'documents', 'text'];
/** What it gave back. */
const OUTPUTS = ['text', 'object', 'toolCalls', 'ranking', 'finishReason'];

export function callOf(event: StartEvent): AiCall {
  const { callId, operationId: operation, provider, modelId: model, functionId } = event;
  const context = event.runtimeContext;
  return {
    callId,
    operation,
    provider,
    model,
    functionId,
    runtimeContext: typeof context === 'object' && context !== null ? { ...context } : {},
  };
}

/** What is said of a call where nobody says something else. */
export function creationOf({ operation, provider, model, functionId }: AiCall) {
  const metadata = { provider, operation, ...(functionId === undefined ? {} : { function_id: functionId }) };
  return { capability: CAPABILITIES[operation] ?? operation, model, metadata };
}

export function inputOf(event: object): Readonly<Record<string, unknown>> {
  return picked(event, INPUTS);
}

export function outputOf(event: object): Readonly<Record<string, unknown>> {
  return picked(event, OUTPUTS);
}

/** As JSON has it: getters are read, and what JSON does not know is left out. */
function picked(event: object, names: readonly string[]): Readonly<Record<string, unknown>> {
  const values: Readonly<Record<string, unknown>> = { ...event };
  const present = names.filter((name) => values[name] !== undefined);
  return JSON.parse(JSON.stringify(Object.fromEntries(present.map((name) => [name, values[name]]))));
}
