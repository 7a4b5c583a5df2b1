import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Mutation } from './mutations.ts';

export interface MutantRun {
  /** Whether the simulation broke a rule, as it must. */
  readonly isCaught: boolean;
  readonly output: string;
}

const PRELOAD = fileURLToPath(new URL('preload.ts', import.meta.url));
const SIMULATION = fileURLToPath(new URL('../simulation/main.ts', import.meta.url));

/** Runs the simulation on the sources with a mutation, in a process of its own. */
export async function runMutant({ name }: Mutation, seeds: number): Promise<MutantRun> {
  const child = spawn(
    process.execPath,
    ['--import', PRELOAD, SIMULATION, '--seeds', String(seeds), '--trace-lines', '0'],
    { env: { ...process.env, MUTATION: name }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  await once(child, 'close');
  return { isCaught: child.exitCode === 1 && output.includes('breaks a rule'), output };
}
