import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A browser of people: the one that `CHROMIUM` names, or that is installed, or, as root of a Debian system, that is installed now.
 *
 * @throws saying what is missing
 */
export async function openChromium(): Promise<Browser> {
  return await chromium.launch(await launchOptions());
}

/** The same for several processes, which come in by its `wsEndpoint()`. @throws saying what is missing */
export async function serveChromium(): Promise<BrowserServer> {
  return await chromium.launchServer({ ...(await launchOptions()), host: '127.0.0.1' });
}

async function launchOptions(): Promise<LaunchOptions> {
  return { executablePath: process.env.CHROMIUM || (await find()) || (await install()), args: FLAGS };
}

async function find(): Promise<string | null> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...ELSEWHERE,
  ]) {
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return null;
}

async function install(): Promise<string> {
  const cause = await fromDebian();
  const found = await find();
  if (found !== null) return found;
  throw new Error(
    'These tests need Chromium or Chrome: install it (apt-get install chromium), or name its program in CHROMIUM.',
    { cause },
  );
}

/** @returns why it did not work, if it did not */
async function fromDebian(): Promise<unknown> {
  if (process.getuid?.() !== 0) return new Error('only root installs packages');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env });
  try {
    await apt('update').catch(() => {});
    await apt('install', '--yes', '--no-install-recommends', 'chromium');
    return undefined;
  } catch (error) {
    return error;
  }
}
