import type { EventRefusal } from '../generated/openapi.ts';

/** What an API answered of each event: why it was refused, or nothing. Of an answer that says nothing, none was. */
export function refusalsOf(answer: unknown): readonly (EventRefusal | undefined)[] {
  const list = Array.isArray(answer) ? answer : listIn(answer);
  return list.map(refusalIn);
}

function listIn(answer: unknown): readonly unknown[] {
  const data: unknown = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : [];
  return Array.isArray(data) ? data : [];
}

function refusalIn(receipt: unknown): EventRefusal | undefined {
  if (typeof receipt !== 'object' || receipt === null) return undefined;
  const { status, error } = receipt as {
    readonly status?: unknown;
    readonly error?: Partial<EventRefusal> | null;
  };
  if (status !== 'refused') return undefined;
  return { code: error?.code ?? 'refused', message: error?.message ?? 'The event was refused.' };
}
