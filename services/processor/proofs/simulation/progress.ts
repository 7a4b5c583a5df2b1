import type { Scene } from './scene.ts';
import type { Action } from './scheduler.ts';

/** Everything that can go on next, without which nothing would ever be folded. */
export function progress(scene: Scene): Action[] {
  const { world, database, group, logs, unpublished, processors, faults } = scene;
  const { random, scheduler } = world;
  const publishing = logs.flatMap((log, partition): Action[] => {
    const records = unpublished[partition] ?? [];
    if (records.length === 0) return [];
    const publish = () => {
      const batch = records.splice(0, 1 + random.below(5));
      if (faults.breaksBatches && random.chance(0.1)) log.appendUndecodable(batch);
      else for (const record of batch) log.append(record);
      if (random.chance(0.2)) log.appendControl();
    };
    return [{ label: `producers publish to ${partition}`, weight: 3, run: publish }];
  });
  const dead = [...group.members].filter(({ owner }) => !owner.alive);
  const missing = dead.map((member) => ({
    label: `the group misses ${member.owner.name}`,
    weight: 1,
    run: () => group.leave(member),
  }));
  const comeBack = () => {
    database.isAway = false;
  };
  return [
    ...scheduler.actions(),
    ...processors.flatMap(({ consumer }) => consumer.actions()),
    ...publishing,
    ...missing,
    ...(database.isAway ? [{ label: 'the database is back', weight: 2, run: comeBack }] : []),
  ];
}
