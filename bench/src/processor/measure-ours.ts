import { setTimeout as wait } from 'node:timers/promises';
import { print, round, say } from '../environment/output.ts';
import { startOurs, untilFolded, type Work } from './contestants.ts';
import { measureLatency } from './latency.ts';
import { progressWal } from './progress-wal.ts';
import { publish, type Topic } from './publish.ts';
import { checkpoint, settle } from './settle.ts';
import { databaseFigures } from './statistics.ts';
import { type WorkloadOptions, workload } from './workload.ts';

/** What only ours is measured for. @param quick shortly, to try the benchmark itself */
export async function measureOurs(
  topic: Topic,
  work: Work,
  options: WorkloadOptions,
  quick: boolean,
): Promise<void> {
  const { total } = work;
  await checkpoint(work.databaseUrl);
  const before = await databaseFigures(work.databaseUrl);
  const fresh = await freshRun(work);
  const after = await databaseFigures(work.databaseUrl);
  const hot = (after.hotUpdates - before.hotUpdates) / (after.updates - before.updates);
  print();
  print(
    `write-ahead log                  ${round((after.walBytes - before.walBytes) / total)} bytes an event`,
  );
  print(`HOT share of updates             ${(hot * 100).toFixed(1)} %`);
  print(`resident memory after the load   ${round(fresh.residentBytes / 2 ** 20)} MiB`);

  say('publishing everything again');
  await publish(topic, workload(options));
  await checkpoint(work.databaseUrl);
  await using child = startOurs(work);
  const duplicates = await untilFolded({ ...work, total: total * 2 }, total);
  const again = await databaseFigures(work.databaseUrl);
  print(
    `duplicates, events/s             ${round(duplicates.perSecond)}; ÷ fresh ${(duplicates.perSecond / fresh.perSecond).toFixed(2)}`,
  );
  print(
    `task rows and changes they wrote ${again.updates - after.updates} and ${again.changes - after.changes}`,
  );

  await settle(work.databaseUrl);
  const perProgress = await progressWal(topic, work, total * 2);
  print(
    `progress on a 16 kB input        ${round(perProgress)} bytes of write-ahead log an event, page images apart`,
  );

  const perSecond = quick ? 200 : 1000;
  await settle(work.databaseUrl);
  say(`latency at ${perSecond} events/s`);
  const latency = await measureLatency(work, perSecond, quick ? 4 : 20);
  print(
    `produce to visible at ${round(perSecond)}/s    p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms, most ${latency.max.toFixed(1)} ms`,
  );

  const idleSeconds = quick ? 5 : 20;
  // The collector goes on with what the load has left for some seconds.
  await wait((idleSeconds / 2) * 1000);
  const from = (await child.cpuSeconds()) ?? Number.NaN;
  await wait(idleSeconds * 1000);
  const idle = (((await child.cpuSeconds()) ?? Number.NaN) - from) / idleSeconds;
  print(`idle, ${topic.partitions} partitions               ${(idle * 100).toFixed(2)} % of a core`);
}

async function freshRun(work: Work) {
  await using child = startOurs(work);
  const rate = await untilFolded(work);
  return { perSecond: rate.perSecond, residentBytes: (await child.residentBytes()) ?? Number.NaN };
}
