import { openChromium } from '@taskfold/local-servers/testing/chromium';
import type { Browser } from 'playwright-core';
import { startSystem } from '../../harness/system.ts';
import { startConsoleServices } from './console-services.ts';
import { type ConsoleTenant, createConsoleTenant } from './console-tenant.ts';

interface ConsoleForCommand {
  /** Of the API. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly tenant: ConsoleTenant;
  readonly browser: Browser;
}

/** A system, a tenant of it and a browser for a command, which is no test; all are gone when it is done. */
export async function withConsole<Result>(run: (on: ConsoleForCommand) => Promise<Result>): Promise<Result> {
  const system = await startSystem();
  try {
    const services = await startConsoleServices(system.env);
    const { databaseUrl } = system;
    const tenant = await createConsoleTenant({
      url: services.url,
      databaseUrl,
      processing: services.processing,
    });
    const browser = await openChromium();
    try {
      return await run({ url: services.url, databaseUrl, tenant, browser });
    } finally {
      await browser.close();
      await tenant.close();
      await services.close();
    }
  } finally {
    await system.stop();
  }
}
