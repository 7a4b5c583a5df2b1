import { parseArgs } from 'node:util';
import { COMPRESSIONS } from '@taskfold/kafka';
import { print, round } from '../environment/output.ts';
import { type Measured, measure } from './measure.ts';
import { published } from './published.ts';

const USAGE = `Usage: npm run bench -- compression [--tasks N]

Bytes and CPU of what is published, by each codec and for batches of 10, 100 and 500 records.

  --tasks N  tasks of five events each; default 4000
`;

const SIZES = [10, 100, 500];

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { tasks: { type: 'string', default: '4000' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return print(USAGE.trimEnd());
  const { events, updates } = published(Number(values.tasks));
  for (const [kind, records] of Object.entries({ events, updates })) {
    for (const size of SIZES) {
      print(`${kind} in batches of ${size}`.padEnd(28) + HEAD);
      for (const codec of COMPRESSIONS) {
        if (codec === 'none') continue;
        // Once for the compiler of the engine.
        await measure(codec, records.slice(0, 10 * size), size);
        print(line(codec, await measure(codec, records, size)));
      }
      print();
    }
  }
}

const HEAD = ['bytes', 'compressed', 'ratio', 'CPU to write', 'to read']
  .map((title) => title.padStart(14))
  .join('');

function line(codec: string, { plain, packed, writeUs, readUs }: Measured): string {
  const figures = [round(plain), round(packed), (plain / packed).toFixed(1), us(writeUs), us(readUs)];
  return codec.padEnd(28) + figures.map((figure) => figure.padStart(14)).join('');
}

const us = (value: number) => `${value.toFixed(1)} µs`;
