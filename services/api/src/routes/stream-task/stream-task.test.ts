import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { factsOf, type VisibleTask, visible } from '@taskfold/fold';
import { foldHistory, sampleEvent } from '@taskfold/fold/testing';
import { expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { createWatches } from '../../changes/watches.ts';
import { contextOf } from '../../context/request-context.ts';
import { openStream } from '../../testing/open-stream.ts';
import { streamTask } from './stream-task.ts';

function sampleView(): VisibleTask {
  const event = sampleEvent('task.created', { capability: 'c', model: 'm' });
  const view = visible(factsOf(foldHistory([{ event, recordTime: event.time }]).state));
  if (view === null) throw new Error('a created task is visible');
  return view;
}

/** Collects what nobody needs any more. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

it('holds no task while it waits, neither the first nor a later one', async () => {
  const collect = collector();
  const given: WeakRef<VisibleTask>[] = [];
  const watches = createWatches();
  const app = createApp({
    routes: [
      streamTask({
        tasks: {
          get: async () => {
            const view = { ...sampleView(), revision: given.length + 1 };
            given.push(new WeakRef(view));
            return view;
          },
        },
        changes: { watch: () => watches.begin(['task']) },
        live: { enter: () => () => {} },
      }),
    ],
    authenticate: (_request, response, next) => {
      const scopes = new Set(['tasks:read'] as const);
      contextOf(response).caller = { keyId: 'k', tenantId: 't', projectId: 'p', scopes, expiresAtMs: null };
      next();
    },
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  const stream = await openStream(createServer(app), { path: '/v1/tasks/task_1/stream' });
  for (const revision of [1, 2]) {
    expect((await stream.next())?.id).toBe(String(revision));
    await expect
      .poll(() => {
        collect();
        return given.map((view) => view.deref());
      })
      .toEqual(Array.from({ length: revision }, () => undefined));
    watches.tell('task');
  }
});
