import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';
import type { SharedConsole } from './place.ts';
import './provided.ts';

interface Joined extends Pick<SharedConsole, 'url' | 'databaseUrl'> {
  /** Closing it closes the windows of whoever joined. */
  readonly browser: Browser;
}

/** The console that all integration tests of a run share, which the first to ask for it waits for. */
export async function joinSharedConsole(): Promise<Joined> {
  const answer = await fetch(inject('consoleStarter'));
  if (!answer.ok) throw new Error(`the shared console did not start:\n${await answer.text()}`);
  const { chromium: address, ...place } = (await answer.json()) as SharedConsole;
  return { ...place, browser: await chromium.connect(address) };
}
