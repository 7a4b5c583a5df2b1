import { openChromium } from '@taskfold/local-servers/testing/chromium';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { OwnKafka } from '../../harness/servers.ts';
import { type System, startSystem } from '../../harness/system.ts';
import { type ConsolePage, openConsole } from './console-page.ts';
import { type ConsoleServices, startConsoleServices } from './console-services.ts';
import { type ConsoleTenant, createConsoleTenant, type TenantPlace } from './console-tenant.ts';
import { joinSharedConsole } from './shared/join.ts';

/** What the tests of a file have; its members throw before the first test. */
export interface ConsoleSystem extends Pick<ConsoleTenant, 'key' | 'revoke' | 'tell'> {
  /** Of the API, which serves the console. */
  readonly url: string;
  /** The key of every scope with which `signedIn` signs in. */
  readonly owner: string;
  /** A new window that has opened nothing yet. */
  window(options?: BrowserContextOptions): Promise<ConsolePage>;
  /** A new window at a path below `/console`, where nobody is signed in. */
  open(path: string, options?: BrowserContextOptions): Promise<ConsolePage>;
  /** A new window, signed in with the owner's key unless another is given. */
  signedIn(path?: string, key?: string, options?: BrowserContextOptions): Promise<ConsolePage>;
}

/** A bound for what hangs, not for how fast the machine is. */
const START_MS = 180_000;

/** A tenant of its own on the system that all files share. Called at the top of a file. */
export function consoleSystem(): ConsoleSystem {
  return consoleOf(async (releases) => {
    const { browser, ...place } = await joinSharedConsole();
    releases.push(() => browser.close());
    return { ...place, browser, processing: () => true };
  });
}

interface OwnConsole {
  readonly system: ConsoleSystem;
  /** Throws before the first test. */
  services(): ConsoleServices & Pick<System, 'databaseUrl' | 'kafka' | 'broker' | 'topic'>;
}

/**
 * A system of its own. Called at the top of a file.
 *
 * @param settings of the services
 */
export function ownConsoleSystem(
  settings: Readonly<Record<string, string>> = {},
  kafka: Pick<OwnKafka, 'isTakenAway'> = {},
): OwnConsole {
  let running: ReturnType<OwnConsole['services']> | undefined;
  const system = consoleOf(async (releases) => {
    const servers = await startSystem(kafka);
    releases.push(() => servers.stop());
    const services = await startConsoleServices({ ...servers.env, ...settings });
    releases.push(() => services.close());
    const browser = await openChromium();
    releases.push(() => browser.close());
    const { databaseUrl, broker, topic } = servers;
    running = { ...services, databaseUrl, kafka: servers.kafka, broker, topic };
    return { ...running, browser };
  });
  return { system, services: () => running ?? notYet() };
}

type Start = (releases: (() => Promise<unknown>)[]) => Promise<TenantPlace & { readonly browser: Browser }>;

function consoleOf(start: Start): ConsoleSystem {
  const releases: (() => Promise<unknown>)[] = [];
  const opened: ConsolePage[] = [];
  let place: (TenantPlace & { readonly browser: Browser }) | undefined;
  let tenant: ConsoleTenant | undefined;

  beforeAll(async () => {
    place = await start(releases);
    tenant = await createConsoleTenant(place);
    releases.push(tenant.close);
  }, START_MS);
  afterAll(async () => {
    for (const release of releases.splice(0).reverse()) await release();
  }, START_MS);
  afterEach(async () => {
    const windows = opened.splice(0);
    await Promise.all(windows.map(({ page }) => page.context().close()));
    expect(windows.flatMap(({ problems }) => problems)).toEqual([]);
  });

  const newWindow = async (options?: BrowserContextOptions) => {
    const window = await openConsole((place ?? notYet()).browser, options);
    opened.push(window);
    return window;
  };
  const open = async (path: string, options?: BrowserContextOptions) => {
    const window = await newWindow(options);
    await window.page.goto(`${(place ?? notYet()).url}/console${path}`);
    return window;
  };
  const owner = () => (tenant ?? notYet()).owner;
  return {
    get url() {
      return (place ?? notYet()).url;
    },
    get owner() {
      return owner();
    },
    key: (scopes) => (tenant ?? notYet()).key(scopes),
    revoke: (key) => (tenant ?? notYet()).revoke(key),
    tell: (events) => (tenant ?? notYet()).tell(events),
    window: newWindow,
    open,
    signedIn: (path = '/tasks', key = owner(), options = {}) => open(`${path}#key=${key}`, options),
  };
}

function notYet(): never {
  throw new Error('the system of the console is there from the first test on, not earlier');
}
