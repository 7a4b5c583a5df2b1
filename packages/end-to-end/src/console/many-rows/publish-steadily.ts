import { Taskfold } from '@taskfold/client';
import { createEvents } from '@taskfold/client/events';

const events = createEvents({ source: '/test/steady' });
/** Tasks that move; one event in five begins a further one. */
const MOVING = 40;
const TICK_MS = 200;

/** Publishes so many events a second until it is stopped. */
export function publishSteadily(
  { url, key }: { readonly url: string; readonly key: string },
  perSecond: number,
): { stop(): Promise<void> } {
  const client = new Taskfold({ apiKey: key, baseUrl: url });
  const begin = Date.now();
  let count = 0;
  const publish = async () => {
    const due = Math.floor(((Date.now() - begin) / 1000) * perSecond) - count;
    const said = Array.from({ length: Math.min(due, 100) }, () => {
      count += 1;
      const moving = `steady_${String(count % MOVING).padStart(3, '0')}`;
      if (count <= MOVING) return events.created(moving, { capability: 'steady', model: 'm' });
      if (count % 5 === 0)
        return events.created(`new_${String(count).padStart(7, '0')}`, { capability: 'new', model: 'm' });
      return events.progressed(moving, { percent: count % 100, stage: 'moving' });
    });
    if (said.length > 0) await client.events.publish(said);
  };
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await publish();
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
