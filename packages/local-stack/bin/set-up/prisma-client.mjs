import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedRun } from './guarded-run.mjs';
import { ROOT } from './paths.mjs';

const GENERATED = join(ROOT, 'packages/database/src/generated');
const MARKER = join(GENERATED, '.generated-from');
/** Whatever the generated client depends on. */
const SOURCES = [
  'prisma/schema.prisma',
  'packages/database/package.json',
  'node_modules/prisma/package.json',
];

export function prismaClientIsGenerated() {
  return existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hashOfSources();
}

/** @param {(text: string) => void} say */
export async function generatePrismaClient(say) {
  say('Generating the database client.');
  await guardedRun('npm', ['run', '--silent', 'generate:client', '--workspace', '@taskfold/database']);
  writeFileSync(MARKER, hashOfSources());
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const path of SOURCES) hash.update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}
