import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { KafkaAccess } from '../kafka-config.ts';
import type { Secrets } from '../state/secrets.ts';
import { findFreePort } from './free-port.ts';
import { type ServiceProcessOptions, startService } from './service-process.ts';
import type { Started } from './started.ts';
import type { TopicNames } from './topics.ts';

const HOST = '127.0.0.1';
const API_ADMIN_PORT = 9090;
const PROCESSOR_ADMIN_PORT = 9091;

export interface ServicesOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where each service logs in. */
  readonly databaseUrls: { readonly api: string; readonly processor: string };
  readonly kafkaEnvironment: KafkaAccess['environment'];
  readonly topics: TopicNames;
  readonly operatorToken: string;
  readonly callbackKeys: string;
  readonly eventSigning: Secrets['event_signing'];
  readonly allowLocalCallbacks: boolean;
  readonly ports: Ports;
  readonly logs: string;
  readonly started: Started;
  readonly onNotice: ServiceProcessOptions['onNotice'];
  readonly signal: AbortSignal;
}

export interface Ports {
  readonly api: number;
  readonly apiAdmin: number;
  readonly processorAdmin: number;
}

/** @param wanted port of the API; with 0, all ports are free ones at random */
export async function choosePorts(wanted: number): Promise<Ports> {
  const taken = new Set<number>();
  const choose = async (port: number) => {
    const found = await findFreePort(wanted === 0 ? 0 : port, taken);
    taken.add(found);
    return found;
  };
  return {
    api: await choose(wanted),
    apiAdmin: await choose(API_ADMIN_PORT),
    processorAdmin: await choose(PROCESSOR_ADMIN_PORT),
  };
}

/** Both services, at the same time. What came up is in `started`, also when the other one did not. */
export async function startServices(options: ServicesOptions): Promise<void> {
  const { databaseUrls, kafkaEnvironment, topics, operatorToken, ports } = options;
  const common = {
    ...options.env,
    ...kafkaEnvironment,
    TOPIC_EVENTS: topics.events,
    TOPIC_UPDATES: topics.updates,
    TOPIC_DEAD: topics.dead,
    OPERATOR_TOKEN: operatorToken,
    CALLBACK_KEYS: options.callbackKeys,
    EVENT_SIGNING_KEYS: options.eventSigning.keys,
    EVENT_SIGNING_SINCE: options.eventSigning.since,
    HOST,
  };
  const start = async (name: 'api' | 'processor', env: NodeJS.ProcessEnv, adminPort: number) => {
    const service = await startService({
      name,
      script: `services/${name}/src/main.ts`,
      env: { ...common, DATABASE_URL: databaseUrls[name], ADMIN_PORT: String(adminPort), ...env },
      logFile: join(options.logs, `${name}.log`),
      readyUrl: `http://${HOST}:${adminPort}/readyz`,
      onNotice: options.onNotice,
      signal: options.signal,
    });
    options.started.add({ name: `the ${name}`, stop: service.stop, kill: service.kill });
  };
  const started = await Promise.allSettled([
    start('processor', callbackEnvironment(options), ports.processorAdmin),
    start('api', apiEnvironment(options), ports.apiAdmin),
  ]);
  for (const attempt of started) if (attempt.status === 'rejected') throw attempt.reason;
}

/** Limits that no try-out meets, and cursors that outlive a restart. */
function apiEnvironment({ env, ports, operatorToken }: ServicesOptions): NodeJS.ProcessEnv {
  return {
    PORT: String(ports.api),
    PUBLIC_URL: env.PUBLIC_URL ?? `http://${HOST}:${ports.api}`,
    RATE_LIMIT_PER_MINUTE: env.RATE_LIMIT_PER_MINUTE ?? '1000000',
    AUTH_FAILURES_PER_MINUTE: env.AUTH_FAILURES_PER_MINUTE ?? '1000000',
    CURSOR_KEY: env.CURSOR_KEY ?? createHmac('sha256', operatorToken).update('cursors').digest('hex'),
  };
}

/** Callbacks link to the API that runs here. */
function callbackEnvironment({ env, ports, allowLocalCallbacks }: ServicesOptions): NodeJS.ProcessEnv {
  return {
    PUBLIC_URL: env.PUBLIC_URL ?? `http://${HOST}:${ports.api}`,
    ...(allowLocalCallbacks ? { CALLBACK_ALLOW_LOOPBACK: 'true' } : {}),
  };
}
