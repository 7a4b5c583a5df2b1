import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLE_EVENTS, EXAMPLE_UPDATE } from '@taskfold/contract';
import { runCommand } from '../harness/command.ts';
import { ROOT } from '../harness/root.ts';

/** A client that a public generator makes of the document, compiled, and what calls the API with it, if anything. */
interface GeneratedClient {
  readonly name: string;
  /** Generates it and compiles it. @throws with what the generator or the compiler said */
  build(): Promise<void>;
  /** Asks a running API with it. @throws where it is not answered as the document says */
  call?(api: CalledApi): Promise<void>;
}

/** An API that holds the task of the document's examples. */
export interface CalledApi {
  readonly url: string;
  readonly key: string;
}

const GENERATED = join(ROOT, 'packages/contract/generated');
const V31 = join(GENERATED, 'openapi.json');
const V30 = join(GENERATED, 'openapi-3.0.json');
const source = (name: string) => join(import.meta.dirname, name);

/** @param folder where {@link installGenerators} has put them */
export function generatedClients(folder: string): readonly GeneratedClient[] {
  const npm = join(folder, 'npm');
  const python = join(folder, 'python/bin');
  const out = (name: string) => join(folder, 'out', name);
  const environment = ({ url, key }: CalledApi) => ({ API: url, KEY: key, TASK: EXAMPLE_UPDATE.subject });
  const fromJar = async (name: string, options: readonly string[]) => {
    await rm(out(name), { recursive: true, force: true });
    const jar = join(folder, 'openapi-generator-cli.jar');
    await run('java', ['-jar', jar, 'generate', '-i', V30, '-o', out(name), ...options]);
  };
  return [
    {
      name: 'openapi-typescript',
      async build() {
        await run(join(npm, 'node_modules/.bin/openapi-typescript'), [V31, '-o', join(npm, 'schema.ts')]);
        await copyFile(source('call.ts.txt'), join(npm, 'call.ts'));
        const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--types', 'node'];
        const checks = [
          '--exactOptionalPropertyTypes',
          '--rewriteRelativeImportExtensions',
          '--rootDir',
          npm,
        ];
        const files = [
          join(npm, 'call.ts'),
          '--outDir',
          npm,
          '--typeRoots',
          join(npm, 'node_modules/@types'),
        ];
        await run(join(npm, 'node_modules/.bin/tsc'), [...options, ...checks, ...files]);
      },
      call: (api) => run(process.execPath, [join(npm, 'call.js')], environment(api)),
    },
    {
      name: 'openapi-python-client',
      async build() {
        const options = ['--output-path', out('python'), '--overwrite', '--meta', 'none'];
        await run(join(python, 'openapi-python-client'), ['generate', '--path', V31, ...options]);
        await run(join(python, 'python'), [source('generated.py'), out('python')]);
      },
      call: (api) => run(join(python, 'python'), [source('call.py'), out('')], environment(api)),
    },
    {
      name: 'openapi-generator, Python',
      async build() {
        await fromJar('openapi-generator-python', ['-g', 'python']);
        await run(join(python, 'pip'), ['install', '--quiet', out('openapi-generator-python')]);
        await run(join(python, 'python'), [
          source('generated.py'),
          join(out('openapi-generator-python'), 'openapi_client'),
        ]);
      },
    },
    {
      name: 'openapi-generator, Go',
      async build() {
        // Two enumerations may have a value in common, and Go has one namespace for all.
        await fromJar('go', ['-g', 'go', '--additional-properties=enumClassPrefix=true']);
        await rm(join(out('go'), 'test'), { recursive: true });
        await run('go', ['-C', out('go'), 'build', './...']);
      },
    },
    {
      name: 'openapi-generator, Java',
      async build() {
        // Its library `native` asks a map for a method that maps have not.
        await fromJar('java', ['-g', 'java', '--additional-properties=openApiNullable=false']);
        await run('mvn', ['--quiet', '--batch-mode', '-f', join(out('java'), 'pom.xml'), 'compile']);
      },
    },
    {
      name: 'oapi-codegen',
      async build() {
        const go = out('oapi-codegen');
        await mkdir(go, { recursive: true });
        await writeFile(join(go, 'go.mod'), 'module client\n\ngo 1.24\n');
        const options = ['-package', 'client', '-generate', 'types,client', '-o', join(go, 'client.go')];
        await run(join(folder, 'bin/oapi-codegen'), [...options, V30]);
        await run('go', ['-C', go, 'mod', 'tidy']);
        await run('go', ['-C', go, 'build', './...']);
      },
    },
    {
      name: 'jsonschema',
      async build() {
        const args = [source('schemas.py'), join(GENERATED, 'json-schema')];
        const examples = { ...EXAMPLE_EVENTS, 'task.updated': EXAMPLE_UPDATE };
        await runCommand({ command: join(python, 'python'), args, input: JSON.stringify(examples) });
      },
    },
  ];
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  await runCommand({ command, args, env });
}
