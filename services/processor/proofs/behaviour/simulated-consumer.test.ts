import { createConsumer, type SimulatedConsumer } from '../simulation/consumer.ts';
import { createGroup } from '../simulation/group.ts';
import { createLog } from '../simulation/log.ts';
import { describeConsumer, PARTITIONS } from './consumer-behaviour.ts';
import { createDrivenWorld } from './driven-world.ts';

let seed = 0;

describeConsumer(
  'the simulated consumer',
  async () => {
    const consumers: SimulatedConsumer[] = [];
    const { world, stop } = createDrivenWorld(seed++, () =>
      consumers.flatMap((consumer) => consumer.actions()),
    );
    const group = createGroup(world.random, PARTITIONS);
    const logs = Array.from({ length: PARTITIONS }, (_none, partition) => createLog(partition, () => {}));
    return {
      open() {
        const consumer = createConsumer({ name: `c${consumers.length}`, alive: true }, world, group, logs);
        consumers.push(consumer);
        return consumer;
      },
      async publish(partition, values) {
        for (const value of values) {
          logs[partition]?.append({ key: null, value: Buffer.from(value), headers: {} });
        }
      },
      async deleteBelow(partition, offset) {
        logs[partition]?.deleteBelow(offset);
      },
      close: async () => stop(),
    };
  },
  30,
);
