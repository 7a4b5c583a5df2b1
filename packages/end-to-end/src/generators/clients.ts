import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLE_EVENTS, EXAMPLE_UPDATE } from '@taskfold/contract';
import { runCommand } from '../harness/command.ts';
import { ROOT } from '../harness/root.ts';
import type { Tools } from './tools.ts';

/** A client that a public generator makes of the document. */
interface GeneratedClient {
  readonly name: string;
  /** Brings the generator and what compiles. @throws a sentence that says what is missing here */
  bring(): Promise<Generator>;
}

/** Generates and compiles, and asks a running API with what came of it where it is a program that can. @throws what one of them said */
type Generator = (api: () => Promise<CalledApi>) => Promise<void>;

/** An API that holds the task of the document's examples. */
export interface CalledApi {
  readonly url: string;
  readonly key: string;
}

const GENERATED = join(ROOT, 'packages/contract/generated');
const V31 = join(GENERATED, 'openapi.json');
const V30 = join(GENERATED, 'openapi-3.0.json');
const source = (name: string) => join(import.meta.dirname, name);
const out = (name: string) => join(ROOT, '.taskfold/generators-out', name);

/** In the order in which they are begun: the slowest first. */
export function generatedClients(tools: Tools): readonly GeneratedClient[] {
  const fromJar = async (jar: string, name: string, options: readonly string[]) => {
    await rm(out(name), { recursive: true, force: true });
    await run('java', ['-jar', jar, 'generate', '-i', V30, '-o', out(name), ...options]);
  };
  return [
    {
      name: 'openapi-generator, Java',
      async bring() {
        const jar = await tools.jar();
        return async (api) => {
          // Of its libraries the default one takes no null for an object, which tasks have, and `native` asks a map for a method that maps have not.
          const options = ['--library', 'restclient', '--additional-properties=openApiNullable=false'];
          await fromJar(jar, 'java', ['-g', 'java', ...options]);
          const folder = join(out('java'), 'src/main/java/call');
          await mkdir(folder, { recursive: true });
          await copyFile(source('Call.java'), join(folder, 'Call.java'));
          const skipped = ['-DskipTests', '-Dmaven.javadoc.skip=true', '-Dmaven.source.skip=true'];
          await run('mvn', [
            '--quiet',
            '--batch-mode',
            '-f',
            join(out('java'), 'pom.xml'),
            ...skipped,
            'package',
          ]);
          const target = join(out('java'), 'target');
          const path = `${join(target, 'classes')}:${join(target, 'lib')}/*`;
          await run('java', ['-classpath', path, 'call.Call'], environment(await api()));
        };
      },
    },
    {
      name: 'openapi-typescript',
      async bring() {
        const npm = await tools.npm();
        return async (api) => {
          await buildTypeScript(npm);
          await run(process.execPath, [join(npm, 'call.js')], environment(await api()));
        };
      },
    },
    {
      name: 'openapi-python-client',
      async bring() {
        const python = await tools.python();
        return async (api) => {
          const options = ['--output-path', out('python'), '--overwrite', '--meta', 'none'];
          await mkdir(out(''), { recursive: true });
          await run(join(python, 'openapi-python-client'), ['generate', '--path', V31, ...options]);
          await run(join(python, 'python'), [source('generated.py'), out('python')]);
          await run(join(python, 'python'), [source('call.py'), out('')], environment(await api()));
        };
      },
    },
    {
      name: 'openapi-generator, Python',
      async bring() {
        const [jar, python] = await Promise.all([tools.jar(), tools.python()]);
        return async (api) => {
          const client = out('openapi-generator-python');
          await fromJar(jar, 'openapi-generator-python', ['-g', 'python']);
          await run(join(python, 'python'), ['-m', 'pip', 'install', '--quiet', client]);
          await run(join(python, 'python'), [source('generated.py'), join(client, 'openapi_client')]);
          const call = source('call_openapi_generator.py');
          await run(join(python, 'python'), [call], environment(await api()));
        };
      },
    },
    {
      name: 'openapi-generator, Go',
      async bring() {
        const [jar] = await Promise.all([tools.jar(), tools.go()]);
        return async (api) => {
          // Two enumerations may have a value in common, and Go has one namespace for all.
          await fromJar(jar, 'go', ['-g', 'go', '--additional-properties=enumClassPrefix=true']);
          await rm(join(out('go'), 'test'), { recursive: true });
          await buildGo(out('go'), 'call_openapi_generator.go');
          await run(join(out('go'), 'called'), [], environment(await api()));
        };
      },
    },
    {
      name: 'oapi-codegen',
      async bring() {
        const command = await tools.oapiCodegen();
        return async (api) => {
          const go = out('oapi-codegen');
          await mkdir(go, { recursive: true });
          await writeFile(join(go, 'go.mod'), 'module client\n\ngo 1.24\n');
          const options = ['-package', 'client', '-generate', 'types,client', '-o', join(go, 'client.go')];
          await run(command, [...options, V30]);
          await run('go', ['-C', go, 'mod', 'tidy']);
          await buildGo(go, 'call_oapi_codegen.go');
          await run(join(go, 'called'), [], environment(await api()));
        };
      },
    },
    {
      name: 'jsonschema',
      async bring() {
        const python = await tools.python();
        return async () => {
          const args = [source('schemas.py'), join(GENERATED, 'json-schema')];
          const examples = { ...EXAMPLE_EVENTS, 'task.updated': EXAMPLE_UPDATE };
          await runCommand({ command: join(python, 'python'), args, input: JSON.stringify(examples) });
        };
      },
    },
  ];
}

async function buildTypeScript(npm: string): Promise<void> {
  const bin = join(npm, 'node_modules/.bin');
  await run(join(bin, 'openapi-typescript'), [V31, '-o', join(npm, 'schema.ts')]);
  await copyFile(source('call.ts.txt'), join(npm, 'call.ts'));
  const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--types', 'node'];
  const checks = ['--exactOptionalPropertyTypes', '--rewriteRelativeImportExtensions', '--rootDir', npm];
  const files = [join(npm, 'call.ts'), '--outDir', npm, '--typeRoots', join(npm, 'node_modules/@types')];
  await run(join(bin, 'tsc'), [...options, ...checks, ...files]);
}

/** All of a module, and what calls the API with it, as `called`. */
async function buildGo(module: string, call: string): Promise<void> {
  const folder = join(module, 'call');
  await mkdir(folder, { recursive: true });
  await copyFile(source(call), join(folder, 'main.go'));
  await run('go', ['-C', module, 'build', './...']);
  await run('go', ['-C', module, 'build', '-o', 'called', './call']);
}

const environment = ({ url, key }: CalledApi) => ({ API: url, KEY: key, TASK: EXAMPLE_UPDATE.subject });

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  await runCommand({ command, args, env });
}
