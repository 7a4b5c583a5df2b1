import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedRun } from './guarded-run.mjs';
import { hashOf } from './hash-of.mjs';
import { ROOT } from './paths.mjs';

const GENERATED = join(ROOT, 'packages/database/src/generated');
const MARKER = join(GENERATED, '.generated-from');
/** Whatever the generated client depends on. */
const SOURCES = [
  'prisma/schema.prisma',
  'packages/database/package.json',
  'node_modules/prisma/package.json',
].map((path) => join(ROOT, path));

export function prismaClientIsGenerated() {
  return existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hashOf(SOURCES);
}

/** @param {(text: string) => void} say */
export async function generatePrismaClient(say) {
  say('Generating the database client.');
  await guardedRun('npm', ['run', '--silent', 'generate:client', '--workspace', '@taskfold/database']);
  writeFileSync(MARKER, hashOf(SOURCES));
}
