/** What a sabotaged processor does with some of the records between the log and its fold. */
export const SABOTAGES = ['drop', 'double', 'reorder'] as const;
export type Sabotage = (typeof SABOTAGES)[number];

const PRELOAD = new URL('preload.ts', import.meta.url).href;

/** The environment that sabotages a processor. */
export function sabotageEnv(sabotage: Sabotage): Record<string, string> {
  return { NODE_OPTIONS: `--import=${PRELOAD}`, SOAK_SABOTAGE: sabotage };
}
