import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MissingPrerequisite, runProgram } from '@taskfold/local-servers';
import { PROJECT_FOLDER } from '@taskfold/observability';

/** Has the JSON schemas of every version of Kubernetes from 1.25 to its own, the strict ones too, made from its OpenAPI documents. */
const PACKAGE = 'kubernetes-validate==1.37.0';
const MISSING =
  'The schemas of Kubernetes are missing: python3 brings them, with its modules venv and ensurepip (on Debian: the packages python3 and python3-venv), from a Python package registry.';

/**
 * Folder with a folder of schemas for each version of Kubernetes. The first call brings it.
 *
 * @throws MissingPrerequisite when Python is not there or does not reach a registry
 */
export async function findKubernetesSchemas(): Promise<string> {
  const home = join(PROJECT_FOLDER, '.taskfold', PACKAGE.replace('==', '-'));
  const schemas = join(home, 'kubernetes_validate/kubernetes-json-schema');
  const isThere = async () =>
    await access(schemas).then(
      () => true,
      () => false,
    );
  if (await isThere()) return schemas;
  const unfinished = `${home}-unfinished-${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await run('python3', '-m', 'venv', join(unfinished, 'python'));
    const target = join(unfinished, 'packages');
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
    await run(join(unfinished, 'python/bin/pip'), 'install', ...options, '--target', target, PACKAGE);
    await rename(target, home).catch(async (error: unknown) => {
      // Another process may have been quicker.
      if (!(await isThere())) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return schemas;
}

async function run(command: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram(command, args);
  if (exitCode === 0) return;
  throw new MissingPrerequisite(`${MISSING} ${stderr.trim().split('\n').at(-1) ?? ''}`.trim());
}
