import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildConsole, consoleIsBuilt } from './console-built.mjs';
import { installPackages, packagesAreInstalled } from './packages-installed.mjs';
import { ROOT } from './paths.mjs';
import { generatePrismaClient, prismaClientIsGenerated } from './prisma-client.mjs';
import { takeLock } from './process-lock.mjs';

const LOCK = join(ROOT, '.taskfold/set-up.lock');
const RETRY_MS = 200;

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);
const isDone = () => packagesAreInstalled() && prismaClientIsGenerated() && consoleIsBuilt();

/** Installs, generates and builds what is missing or out of date. Says nothing when there is nothing to do. */
export async function setUp() {
  if (isDone()) return;
  const lock = await waitForLock();
  try {
    if (!packagesAreInstalled()) await installPackages(say);
    if (!prismaClientIsGenerated()) await generatePrismaClient(say);
    if (!consoleIsBuilt()) await buildConsole(say);
  } finally {
    lock.release();
  }
}

/** Two installations at once would destroy each other's work. */
async function waitForLock() {
  for (let told = false; ; told = true) {
    const lock = takeLock(LOCK);
    if (lock.kind === 'taken') return lock;
    if (!told) say(`Process ${lock.pid} is setting up already; waiting for it.`);
    await delay(RETRY_MS);
  }
}
