import { createHash } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { ROOT } from '../harness/root.ts';

const NPM = ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', 'typescript@5.9.3', '@types/node@24.19.2'];
const OPENAPI_GENERATOR = 'org.openapitools:openapi-generator-cli:7.17.0';
const OAPI_CODEGEN = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Installs the generators into a folder of the project's own, once for these versions; needs python3 with venv, Java, Maven, Go. */
export async function installGenerators(): Promise<string> {
  const requirements = await readFile(REQUIREMENTS);
  const versions = createHash('sha256').update([...NPM, OPENAPI_GENERATOR, OAPI_CODEGEN].join());
  const name = versions.update(requirements).digest('hex').slice(0, 12);
  const folder = join(ROOT, '.taskfold', `generators-${name}`);
  const isWhole = join(folder, 'installed');
  const isThere = await access(isWhole).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  await mkdir(join(folder, 'npm'), { recursive: true });
  await writeFile(join(folder, 'npm/package.json'), '{ "private": true, "type": "module" }');
  await run('npm', ['install', '--prefix', join(folder, 'npm'), '--no-audit', '--no-fund', ...NPM]);
  await run('python3', ['-m', 'venv', '--clear', join(folder, 'python')]);
  await run(join(folder, 'python/bin/pip'), ['install', '--quiet', '--requirement', REQUIREMENTS]);
  const copy = [`-Dartifact=${OPENAPI_GENERATOR}`, `-DoutputDirectory=${folder}`, '-Dmdep.stripVersion=true'];
  await run('mvn', ['--quiet', 'dependency:copy', ...copy]);
  await run('go', ['install', OAPI_CODEGEN], { GOBIN: join(folder, 'bin') });
  await writeFile(isWhole, '');
  return folder;
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  await runCommand({ command, args, env });
}
