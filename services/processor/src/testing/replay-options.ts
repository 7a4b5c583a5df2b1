import { createLogger } from '@taskfold/runtime';
import { replayConfigSchema } from '../replay/config.ts';

/** What replays are given, for a workbench's environment. */
export function replayOptions(env: Readonly<Record<string, string>>, signal = new AbortController().signal) {
  const steps: string[] = [];
  return {
    config: replayConfigSchema.parse(env),
    logger: createLogger({ service: 'test', level: 'silent' }),
    signal,
    onProgress: () => {},
    onStep: (text: string) => void steps.push(text),
  };
}
