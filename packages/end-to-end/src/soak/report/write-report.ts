import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FINDING_KINDS } from '../findings.ts';
import type { SoakResult } from '../soak-result.ts';
import { DEFINITIONS } from './definitions.ts';
import { drawPicture } from './draw-picture.ts';
import { percentile } from './percentile.ts';

/** Writes `report.md`, `report.json` and `soak.svg` into a folder, which is made where it is missing. */
export async function writeReport(folder: string, result: SoakResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'soak.svg'), drawPicture(result)),
    writeFile(join(folder, 'report.md'), markdownOf(result)),
    writeFile(join(folder, 'report.json'), `${JSON.stringify(summaryOf(result), null, 2)}\n`),
  ]);
}

const seconds = (ms: number) => (Number.isFinite(ms) ? (ms / 1000).toFixed(3) : '–');
const MEBIBYTE = 1024 * 1024;

function markdownOf(result: SoakResult): string {
  const { options, findings, faults, from, to, counts, cpuPressure } = result;
  const verdict =
    findings.total() === 0
      ? 'Clean: nothing was lost, doubled, wrong or late.'
      : `Not clean: ${findings.total()} findings.`;
  const broken =
    options.sabotage === null
      ? ''
      : ` The processors were sabotaged (${options.sabotage}), so something must be found.`;
  const cut = result.isCut ? ' It was ended before its time.' : '';
  const lines = [
    '# Soak',
    '',
    `**${verdict}**${broken}${cut}`,
    '',
    `${new Date(from).toISOString()} to ${new Date(to).toISOString()}, ${((to - from) / 60_000).toFixed(1)} min at ${options.rate} events/s, a fault every ${options.killEvery} s, ${options.brokers} brokers, seed ${options.seed}.`,
    '',
    ...(cpuPressure === null
      ? []
      : [
          `Some process of the machine waited for a CPU for ${Math.round(cpuPressure * 100)} % of the time: the more, the less \`late\` says.`,
          '',
        ]),
    '![throughput, latencies and memory over time](soak.svg)',
    '',
    ...table(
      ['', 'found', 'what counts'],
      FINDING_KINDS.map((kind) => [kind, String(findings.count(kind)), DEFINITIONS[kind](options)]),
    ),
    '',
    ...(findings.total() === 0
      ? []
      : [
          '## Found',
          '',
          ...table(
            ['seen by', ...FINDING_KINDS],
            findings.table().map((row) => [row.where, ...FINDING_KINDS.map((kind) => String(row[kind]))]),
          ),
          '',
          'The first ten of each:',
          '',
          ...findings
            .list()
            .map(
              ({ kind, where, what, at }) => `- ${kind}, ${where}, after ${seconds(at - from)} s: ${what}`,
            ),
          '',
        ]),
    '## Counted',
    '',
    ...table(
      ['', ''],
      Object.entries(counts).map(([name, count]) => [name, count.toLocaleString('en-US')]),
    ),
    '',
    '## Latencies',
    '',
    'From the acknowledgement of an end until who was told of it, in seconds; of reads, the whole request. Faults included.',
    '',
    ...table(
      ['told', 'how many', 'median', 'p99', 'longest'],
      [...result.latencies].map(([name, list]) => {
        const times = list.map(({ ms }) => ms);
        return [
          name,
          String(times.length),
          ...[0.5, 0.99, 1].map((share) => seconds(percentile(times, share))),
        ];
      }),
    ),
    '',
    '## Memory',
    '',
    'Resident, in MiB.',
    '',
    ...table(['part', 'median of the first quarter', 'of the last quarter', 'most'], memoryOf(result)),
    '',
    '## Faults',
    '',
    ...table(
      ['after', 'what', ''],
      faults.map(({ at, kind, detail }) => [`${seconds(at - from)} s`, kind, detail]),
    ),
    '',
  ];
  return lines.join('\n');
}

function memoryOf({ memory }: SoakResult): string[][] {
  const names = [...new Set(memory.flatMap(({ parts }) => Object.keys(parts)))];
  return names.map((name) => {
    const values = memory.flatMap(({ parts }) => (parts[name] == null ? [] : [parts[name] / MEBIBYTE]));
    const quarter = Math.max(1, Math.floor(values.length / 4));
    const figures = [
      percentile(values.slice(0, quarter), 0.5),
      percentile(values.slice(-quarter), 0.5),
      Math.max(...values),
    ];
    return [name, ...figures.map((figure) => (Number.isFinite(figure) ? figure.toFixed(0) : '–'))];
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function summaryOf({
  options,
  from,
  to,
  isCut,
  counts,
  findings,
  faults,
  windows,
  latencies,
  throughput,
  memory,
  cpuPressure,
}: SoakResult) {
  return {
    options,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    is_cut: isCut,
    cpu_pressure: cpuPressure,
    is_clean: findings.total() === 0,
    found: Object.fromEntries(FINDING_KINDS.map((kind) => [kind, findings.count(kind)])),
    found_by: findings.table(),
    findings: findings.list(),
    counts,
    latency_seconds: Object.fromEntries(
      [...latencies].map(([name, list]) => {
        const times = list.map(({ ms }) => ms / 1000);
        return [
          name,
          {
            count: times.length,
            p50: percentile(times, 0.5),
            p99: percentile(times, 0.99),
            max: percentile(times, 1),
          },
        ];
      }),
    ),
    faults,
    windows,
    throughput,
    memory,
  };
}
