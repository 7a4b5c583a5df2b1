import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, findProgram, runProgram } from '@taskfold/local-servers';
import { PROMTOOL } from '../prometheus/programs.ts';

/** Runs `promtool` to its end. @throws MissingPrerequisite when there is none and it cannot be brought */
export async function promtool(...args: readonly string[]): Promise<CommandResult> {
  const { command } = await findProgram(PROMTOOL);
  return await runProgram(command, args);
}

/**
 * What Prometheus's linter has against the text of `/metrics`, a line each; empty where it has nothing.
 *
 * @throws MissingPrerequisite as {@link promtool}
 */
export async function checkMetrics(text: string): Promise<string[]> {
  const { command } = await findProgram(PROMTOOL);
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-metrics-'));
  try {
    const file = join(folder, 'metrics.txt');
    await writeFile(file, text);
    const { exitCode, stdout, stderr } = await runProgram('/bin/sh', [
      '-c',
      '"$1" check metrics <"$2"',
      'sh',
      command,
      file,
    ]);
    const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
    return exitCode === 0 || lines.length > 0 ? lines : [`promtool ended with ${exitCode}`];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
