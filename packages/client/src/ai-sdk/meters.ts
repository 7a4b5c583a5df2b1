import type { AiMeters } from './call.ts';

type Meters = { -readonly [Meter in keyof AiMeters]: number };

/** What a step used, in the contract's meters; none where the provider said nothing. */
export function metersOf(usage: unknown): AiMeters {
  const of = record(usage);
  const [input, output] = [record(of.inputTokenDetails), record(of.outputTokenDetails)];
  const meters = {
    // Embeddings have one number.
    input_tokens: of.inputTokens ?? of.tokens,
    output_tokens: of.outputTokens,
    cache_read_tokens: input.cacheReadTokens,
    cache_creation_tokens: input.cacheWriteTokens,
    reasoning_tokens: output.reasoningTokens,
  };
  const known = Object.entries(meters).filter(([, value]) => typeof value === 'number' && value > 0);
  return Object.fromEntries(known);
}

export function addMeters(sum: AiMeters, more: AiMeters): AiMeters {
  const total: Meters = { ...sum } as Meters;
  for (const [meter, value] of Object.entries(more) as [keyof Meters, number][]) {
    total[meter] = (total[meter] ?? 0) + value;
  }
  return total;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
