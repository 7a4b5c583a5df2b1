import { type RunningService, startService } from '../../harness/service.ts';

export interface ConsoleServices {
  /** Of the API, which serves the console; the same after it was started again. */
  readonly url: string;
  /** Of its admin port, with the pages of operators; the same likewise. */
  readonly adminUrl: string;
  /** Whether a processor runs. */
  processing(): boolean;
  /** Ends the API as a crash does. */
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  /** Ends the processor, or starts another one. */
  stopProcessor(): Promise<void>;
  startProcessor(): Promise<void>;
  close(): Promise<void>;
}

/** The real API and the real processor, as processes. @param env names their servers, topics and secrets */
export async function startConsoleServices(env: NodeJS.ProcessEnv): Promise<ConsoleServices> {
  const settings = { CALLBACK_ALLOW_LOOPBACK: 'true', ...env };
  const started = await Promise.allSettled([
    startService('api', settings),
    startService('processor', settings),
  ]);
  const [first, second] = started;
  if (first.status === 'rejected' || second.status === 'rejected') {
    await Promise.all(started.map(async (each) => each.status === 'fulfilled' && (await each.value.kill())));
    throw new AggregateError(
      started.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])),
      'the services did not start',
    );
  }
  let api = first.value;
  let processor: RunningService | null = second.value;
  const { url, adminUrl } = api;
  const ports = { PORT: new URL(url).port, ADMIN_PORT: new URL(adminUrl).port };
  return {
    url,
    adminUrl,
    processing: () => processor !== null,
    stopApi: () => api.kill(),
    async startApi() {
      api = await startService('api', { ...settings, ...ports });
    },
    async stopProcessor() {
      // It leaves its group, so that the next one need not wait for it to be missed.
      await processor?.stop();
      processor = null;
    },
    async startProcessor() {
      processor = await startService('processor', settings);
    },
    async close() {
      await Promise.all([api.kill(), processor?.kill()]);
    },
  };
}
