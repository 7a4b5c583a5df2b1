import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { incompatibilities } from './compatibility.ts';
import { jsonSchemas } from './json-schema.ts';
import { openApiBreaches } from './openapi-compatibility.ts';
import type { JsonSchema } from './walk.ts';

/**
 * Compares today's schemas with those of every released version, which lie in `<directory>/<version>/<type>.json`.
 *
 * @returns one sentence for each breach of "only optional fields are added, nothing is retyped or reused".
 * @throws where there is no released version: a comparison with nothing would always pass.
 */
export async function compareWithReleases(
  directory: string,
  current: ReadonlyMap<string, JsonSchema> = jsonSchemas(),
): Promise<readonly string[]> {
  const versions = await readdir(directory);
  if (versions.length === 0) throw new Error(`there is no released version in ${directory}`);
  const problems = await Promise.all(
    versions.map((version) => compareWithRelease(path.join(directory, version), version, current)),
  );
  return problems.flat();
}

async function compareWithRelease(
  directory: string,
  version: string,
  current: ReadonlyMap<string, JsonSchema>,
): Promise<readonly string[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.json')).sort();
  if (files.length === 0) throw new Error(`the released version ${version} holds no schema`);
  const problems = files.map(async (file) => {
    const type = path.basename(file, '.json');
    const schema = current.get(type);
    if (schema === undefined) return [`${type} of version ${version} is gone`];
    const released: JsonSchema = JSON.parse(await readFile(path.join(directory, file), 'utf8'));
    const side = type === 'task.updated' ? 'output' : 'input';
    return incompatibilities(released, schema, side).map(
      (problem) => `${type} breaks with version ${version}: ${problem}`,
    );
  });
  return (await Promise.all(problems)).flat();
}

/**
 * Compares today's OpenAPI document with every released one, which lie in `<directory>/<version>.json`.
 *
 * @returns one sentence for each breach.
 * @throws where there is no released version: a comparison with nothing would always pass.
 */
export async function compareOpenApiWithReleases(
  directory: string,
  current: JsonSchema,
): Promise<readonly string[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.json')).sort();
  if (files.length === 0) throw new Error(`there is no released version in ${directory}`);
  const problems = files.map(async (file) => {
    const released: JsonSchema = JSON.parse(await readFile(path.join(directory, file), 'utf8'));
    const version = path.basename(file, '.json');
    return openApiBreaches(released, current).map(
      (problem) => `the API breaks with version ${version}: ${problem}`,
    );
  });
  return (await Promise.all(problems)).flat();
}
