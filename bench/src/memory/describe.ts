import { percentile } from '../environment/percentile.ts';
import type { Sample } from './sample.ts';

type Figure = Exclude<keyof Sample, 'spaces'>;

const PARTS = 10;
const MEBIBYTE = 2 ** 20;
const MILLION = 1_000_000;

/** The course of the memory in a few lines to print: a line for each tenth of the events, then slopes and peaks. */
export function describeMemory(samples: readonly Sample[], total: number): string[] {
  const tenths = Array.from({ length: PARTS }, (_none, index) =>
    samples.filter(({ events }) => Math.min(PARTS - 1, Math.floor((events / total) * PARTS)) === index),
  );
  // While V8 is still growing its heap to what the load asks for, a slope would say nothing about later.
  const warm = samples.filter(({ events }) => events >= total / PARTS);
  return [
    `MiB: least/median/most   ${['resident', 'heap used', 'heap total', 'external'].map((name) => name.padStart(20)).join('')}`,
    ...tenths.map((tenth, index) => rowOf(`  ${index * PARTS}-${(index + 1) * PARTS} % of events`, tenth)),
    `after the first tenth      resident ${slope(warm, 'resident')}, heap used ${slope(warm, 'heapUsed')}, external ${slope(warm, 'external')}`,
    atPeak(samples),
  ];
}

/** What the process consisted of when it was largest. */
function atPeak(samples: readonly Sample[]): string {
  const [first, ...others] = samples;
  if (first === undefined) return 'no samples';
  const { resident, heapTotal, external, spaces } = others.reduce(
    (most, sample) => (sample.resident > most.resident ? sample : most),
    first,
  );
  const shown = [...spaces].filter(([, bytes]) => bytes >= MEBIBYTE);
  const inHeap = shown.map(([name, bytes]) => `${name} ${mebibytes(bytes)}`).join(', ');
  const rest = mebibytes(resident - heapTotal - external);
  return `at the peak (MiB)          resident ${mebibytes(resident)} = heap ${mebibytes(heapTotal)} (${inHeap}) + external ${mebibytes(external)} + code, libraries, free pages ${rest}`;
}

function rowOf(name: string, samples: readonly Sample[]): string {
  const cell = (of: Figure) => {
    const values = samples.map((sample) => sample[of]);
    return [0, 0.5, 1].map((share) => mebibytes(percentile(values, share))).join('/');
  };
  const cells = (['resident', 'heapUsed', 'heapTotal', 'external'] as const).map(cell);
  return `${name.padEnd(25)}${cells.map((text) => text.padStart(20)).join('')}`;
}

/** The straight line that fits best, as MiB by which it rises over a million events. */
function slope(samples: readonly Sample[], of: Figure): string {
  const meanX = mean(samples.map(({ events }) => events));
  const meanY = mean(samples.map((sample) => sample[of]));
  let covariance = 0;
  let variance = 0;
  for (const sample of samples) {
    covariance += (sample.events - meanX) * (sample[of] - meanY);
    variance += (sample.events - meanX) ** 2;
  }
  const rise = ((covariance / variance) * MILLION) / MEBIBYTE;
  return `${rise < 0 ? '' : '+'}${rise.toFixed(1)} MiB a million events`;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const mebibytes = (bytes: number) => (bytes / MEBIBYTE).toFixed(0);
