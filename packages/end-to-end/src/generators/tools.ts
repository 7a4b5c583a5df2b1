import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { installedOnce } from '../harness/installed-once.ts';
import { virtualEnvironment } from '../harness/virtual-environment.ts';

const NPM = ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', 'typescript@5.9.3', '@types/node@24.19.2'];
const OPENAPI_GENERATOR = 'org.openapitools:openapi-generator-cli:7.17.0';
const OAPI_CODEGEN = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** What generates and compiles, each brought once for its versions, when it is asked for. Throws a sentence that says what is missing. */
export interface Tools {
  /** @returns a project with generators and a compiler for TypeScript in it */
  npm(): Promise<string>;
  /** @returns the folder of commands of Python that has generators and checkers */
  python(): Promise<string>;
  /** @returns the jar of openapi-generator, which Java runs */
  jar(): Promise<string>;
  /** @returns the command of oapi-codegen, which needs Go beside it */
  oapiCodegen(): Promise<string>;
  /** Looks for Go. */
  go(): Promise<void>;
}

export function createTools(): Tools {
  const go = once(() => needs('go', ['version'], 'It needs Go 1.24 or later as go.'));
  return {
    npm: once(installNpm),
    python: once(() => virtualEnvironment({ name: 'generators-python', requirements: REQUIREMENTS })),
    jar: once(installJar),
    go,
    oapiCodegen: once(async () => {
      await go();
      const folder = await installedOnce('generators-go', [OAPI_CODEGEN], (empty) =>
        run('go', ['install', OAPI_CODEGEN], { GOBIN: empty }),
      );
      return join(folder, 'oapi-codegen');
    }),
  };
}

async function installNpm(): Promise<string> {
  return await installedOnce('generators-npm', NPM, async (empty) => {
    await writeFile(join(empty, 'package.json'), '{ "private": true, "type": "module" }');
    await run('npm', ['install', '--prefix', empty, '--no-audit', '--no-fund', '--loglevel=error', ...NPM]);
  });
}

async function installJar(): Promise<string> {
  await needs('java', ['-version'], 'It needs Java 17 or later as java.');
  await needs('mvn', ['--version'], 'It needs Maven as mvn.');
  const folder = await installedOnce('generators-jar', [OPENAPI_GENERATOR], async (empty) => {
    const copy = [
      `-Dartifact=${OPENAPI_GENERATOR}`,
      `-DoutputDirectory=${empty}`,
      '-Dmdep.stripVersion=true',
    ];
    await run('mvn', ['--quiet', '--batch-mode', 'dependency:copy', ...copy]);
  });
  return join(folder, 'openapi-generator-cli.jar');
}

async function needs(command: string, args: readonly string[], sentence: string): Promise<void> {
  await run(command, args).catch((cause: unknown) => {
    throw new Error(sentence, { cause });
  });
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  await runCommand({ command, args, env });
}
