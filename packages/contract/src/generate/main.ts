import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { artifacts } from './artifacts.ts';
import { OPERATORS, TENANTS } from './audiences.ts';
import { staleArtifacts, writeArtifacts } from './files.ts';
import { openApiDocument } from './openapi.ts';
import { compareOpenApiWithReleases, compareWithReleases } from './released.ts';

// npm run generate            writes the schemas, the AsyncAPI and OpenAPI documents and the reference pages
// npm run generate -- --check changes nothing; fails where one is stale, or a schema or the API breaks with a released version

const packageFolder = path.resolve(import.meta.dirname, '../..');
const root = path.resolve(packageFolder, '../..');
const { version } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
const files = artifacts(version);

if (process.argv.includes('--check')) {
  const stale = (await staleArtifacts(root, files)).map(
    (file) => `${file} is stale: run "npm run generate" and commit the result`,
  );
  const broken = [
    ...(await compareWithReleases(path.join(packageFolder, 'released'))),
    ...(await compareOpenApiWithReleases(
      path.join(packageFolder, 'released-openapi'),
      openApiDocument(version, TENANTS),
    )),
    ...(await compareOpenApiWithReleases(
      path.join(packageFolder, 'released-operator-openapi'),
      openApiDocument(version, OPERATORS),
    )),
  ];
  for (const problem of [...stale, ...broken]) process.stderr.write(`${problem}\n`);
  if (stale.length + broken.length > 0) process.exitCode = 1;
} else {
  await writeArtifacts(root, files);
  process.stdout.write(`wrote ${files.size} files of the contract\n`);
}
