import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import ts from 'typescript';
import { publishedDeclarations } from './published.ts';

const PACKAGE_OF = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/;
const LICENCE = /^licen[cs]e(?:\.(?:md|txt))?$/i;

/**
 * The entry for tests: one file with the fold, the contract and all that these need, so that who installs the package installs
 * nothing else, and so that a server for tests folds as the version of Taskfold does that it came with.
 *
 * @param sources the folder of the sources of the package
 * @param dist where the package is built
 */
export async function bundleTesting(sources: string, dist: string): Promise<void> {
  const folder = join(dist, 'testing');
  await mkdir(folder, { recursive: true });
  const bundle = await rolldown({
    input: join(sources, 'testing/index.ts'),
    platform: 'node',
    transform: { target: 'node20' },
    // Of packages that do far more, a part is taken: what it does not use is left out, with whatever its loading would do.
    treeshake: { moduleSideEffects: false },
  });
  const { output } = await bundle.generate({ comments: { legal: true, annotation: true, jsdoc: false } });
  await bundle.close();
  const [{ code, moduleIds }] = output;
  await writeFile(join(folder, 'index.js'), code);
  await writeFile(join(folder, 'LICENSES.txt'), await licencesOf(moduleIds));
  for (const name of ['index', 'create-test-server', 'test-server']) {
    const text = await readFile(join(sources, 'testing', `${name}.ts`), 'utf8');
    await writeFile(join(folder, `${name}.d.ts`), publishedDeclarations(declarationsOf(`${name}.ts`, text)));
  }
}

/** Of a file whose exports say their types: what stands behind them is not looked at, and is not published. */
function declarationsOf(fileName: string, text: string): string {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      isolatedDeclarations: true,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
  });
  const [fault] = diagnostics;
  if (fault !== undefined)
    throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`);
  return outputText;
}

/** The licences of the packages that modules are of, which want to be told. */
async function licencesOf(moduleIds: readonly string[]): Promise<string> {
  const folders = new Set(moduleIds.flatMap((id) => PACKAGE_OF.exec(id)?.[0] ?? []));
  const texts = [...folders].sort().map(async (folder) => {
    const file = (await readdir(folder)).find((name) => LICENCE.test(name));
    if (file === undefined) throw new Error(`${folder} has no licence that could be told.`);
    const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}
