import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '@taskfold/local-servers';
import { PROJECT_FOLDER } from '@taskfold/observability';
import { parse, stringify } from 'yaml';
import { findHelmLibrary } from './bring.ts';
import type { HelmResult } from './library.ts';

const CHART = join(PROJECT_FOLDER, 'charts/taskfold');
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** An installation of the chart. */
export interface Installation {
  readonly values: object;
  readonly namespace?: string;
  readonly name?: string;
}

export interface Rendered {
  readonly lint: HelmResult;
  readonly templates: readonly HelmResult[];
}

/**
 * What Helm makes of the chart for each installation, in their order, and its linter's word on the chart with the first one's values.
 *
 * @throws MissingPrerequisite when Helm cannot be brought
 */
export async function render(installations: readonly Installation[], kubeVersion: string): Promise<Rendered> {
  const library = await findHelmLibrary();
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-chart-'));
  try {
    const chart = await copyWithoutHooks(folder);
    const templates = await Promise.all(
      installations.map(async ({ values, namespace = 'tasks', name = 'prod' }, index) => {
        const valuesFile = join(folder, `${index}.yaml`);
        await writeFile(valuesFile, stringify(values));
        return { name, namespace, chart, valuesFile, kubeVersion };
      }),
    );
    const calls = join(folder, 'calls.json');
    const linted = await copyWith(installations[0]?.values ?? {}, folder);
    await writeFile(calls, JSON.stringify({ linted, templates }));
    const { exitCode, stdout, stderr } = await runProgram(process.execPath, [MAIN, library, calls]);
    if (exitCode !== 0) throw new Error(`Helm ended with ${exitCode}: ${stderr}`);
    return JSON.parse(stdout) as Rendered;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A copy of the chart in which jobs are no hooks: the library renders none of those. @returns its path */
async function copyWithoutHooks(folder: string): Promise<string> {
  const copy = join(folder, 'without-hooks');
  await cp(CHART, copy, { recursive: true });
  const file = join(copy, 'templates/jobs.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^ +helm\.sh\/hook.*\n/gm, ''));
  return copy;
}

/** A copy of the chart whose defaults are these values where they are: the linter takes no others. @returns its path */
async function copyWith(values: object, folder: string): Promise<string> {
  const copy = join(folder, 'with-values');
  await cp(CHART, copy, { recursive: true });
  const file = join(copy, 'values.yaml');
  await writeFile(file, stringify({ ...parse(await readFile(file, 'utf8')), ...values }));
  return copy;
}
