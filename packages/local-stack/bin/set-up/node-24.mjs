import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';
import { SetUpError } from './set-up-error.mjs';

const WANTED = 24;
const INSTALLED = join(ROOT, 'node_modules/node/bin/node');

/** The Node that runs everything after the set-up: the one that npm installed, else this one when it is new enough. */
export function findNode24() {
  if (existsSync(INSTALLED)) return INSTALLED;
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return process.execPath;
  throw new SetUpError(
    `Node ${WANTED} is missing: npm did not install its package "node" for this machine ` +
      `(${process.platform} ${process.arch}). Install Node ${WANTED} and run the command again.`,
  );
}

/**
 * An environment in which `node` and the installed programs are found first.
 *
 * @param {string} [node] the program
 */
export function environment(node) {
  const own = [join(ROOT, 'node_modules/.bin'), ...(node ? [dirname(node)] : [])];
  return {
    ...process.env,
    PATH: [...own, process.env.PATH ?? ''].join(delimiter),
    // Prisma downloads an engine, which nothing here uses, unless it is told of a program that exists.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
  };
}
