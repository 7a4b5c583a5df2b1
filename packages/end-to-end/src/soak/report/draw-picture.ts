import * as echarts from 'echarts';
import type { Latency } from '../judge/latencies.ts';
import type { SoakResult } from '../soak-result.ts';
import { percentile } from './percentile.ts';

const WIDTH = 1400;
const HEIGHT = 1250;
const BUCKETS = 120;
const LEAST_BUCKET_MS = 2000;
const MEBIBYTE = 1024 * 1024;

/** Where the panels lie, from above. */
const PANELS = [
  { title: 'events acknowledged, a second', top: 70, height: 150 },
  { title: 'from an end to who is told of it: median', top: 290, height: 200 },
  { title: 'the same: the slowest of each hundred', top: 560, height: 250 },
  { title: 'resident memory, MiB', top: 880, height: 300 },
] as const;

/** Throughput, latencies and memory over the time of the soak, with what was broken behind them, as SVG. */
export function drawPicture(result: SoakResult): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(optionOf(result));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

function optionOf(result: SoakResult): echarts.EChartsCoreOption {
  const { options, from } = result;
  const end = Math.max(result.to, ...result.memory.map(({ at }) => at));
  const minutes = (at: number) => (at - from) / 60_000;
  const latencies = [...result.latencies];
  const bucketMs = Math.max(LEAST_BUCKET_MS, Math.ceil((end - from) / BUCKETS));
  const lines = [
    line(
      0,
      'events a second',
      rates(result).map(([at, rate]) => [minutes(at), rate]),
    ),
    ...[0.5, 0.99].flatMap((share, index) =>
      latencies.map(([name, list]) =>
        line(
          1 + index,
          name,
          bucketsOf(list, from, bucketMs).map(([at, times]) => [
            minutes(at),
            percentile(times, share) / 1000,
          ]),
        ),
      ),
    ),
    ...[...new Set(result.memory.flatMap(({ parts }) => Object.keys(parts)))].map((name) =>
      line(
        3,
        name,
        result.memory.map(({ at, parts }) => [
          minutes(at),
          parts[name] == null ? null : parts[name] / MEBIBYTE,
        ]),
      ),
    ),
  ];
  const verdict = result.findings.total() === 0 ? 'nothing found' : `${result.findings.total()} findings`;
  return {
    animation: false,
    backgroundColor: '#ffffff',
    title: [
      {
        text: `Soak: ${options.minutes} min at ${options.rate} events/s, seed ${options.seed}${options.sabotage === null ? '' : `, sabotage ${options.sabotage}`}: ${verdict}`,
        left: 20,
        top: 10,
        textStyle: { fontSize: 18 },
      },
      ...PANELS.map(({ title, top }) => ({
        text: title,
        left: 60,
        top: top - 28,
        textStyle: { fontSize: 13 },
      })),
    ],
    grid: PANELS.map(({ top, height }) => ({ left: 60, right: 220, top, height })),
    legend: [2, 3].map((panel) => ({
      data: [...new Set(lines.filter(({ xAxisIndex }) => xAxisIndex === panel).map(({ name }) => name))],
      orient: 'vertical',
      right: 10,
      top: PANELS[panel]?.top,
      icon: 'rect',
      itemHeight: 4,
    })),
    xAxis: PANELS.map((_panel, gridIndex) => ({
      gridIndex,
      type: 'value',
      min: 0,
      max: Math.max(Math.ceil(minutes(end) * 10) / 10, 0.1),
      name: gridIndex === PANELS.length - 1 ? 'minutes' : '',
      nameLocation: 'middle',
      nameGap: 28,
      splitLine: { show: false },
    })),
    yAxis: PANELS.map((_panel, gridIndex) => ({
      gridIndex,
      type: gridIndex === 1 || gridIndex === 2 ? 'log' : 'value',
      // A logarithmic axis begins somewhere.
      ...(gridIndex === 1 || gridIndex === 2 ? { min: 0.001, axisLabel: { formatter: '{value} s' } } : {}),
    })),
    series: [...lines, ...PANELS.map((_panel, index) => faultsOf(result, index, minutes))],
  };
}

const COLOURS = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#17becf',
  '#bcbd22',
  '#393b79',
  '#7f7f7f',
];
const colours = new Map<string, string>();

/** The same name has the same colour in each panel. */
function colourOf(name: string): string {
  const known = colours.get(name) ?? COLOURS[colours.size % COLOURS.length] ?? '#000000';
  colours.set(name, known);
  return known;
}

function line(panel: number, name: string, data: readonly (readonly (number | null)[])[]) {
  return {
    type: 'line' as const,
    name,
    xAxisIndex: panel,
    yAxisIndex: panel,
    showSymbol: false,
    lineStyle: { width: 1.2 },
    color: colourOf(name),
    // A logarithmic axis has no zero.
    data: data.map(([x, y]) => [x, panel === 1 || panel === 2 ? Math.max(y ?? 0.001, 0.001) : y]),
  };
}

/** What was broken, and for how long, with its name above the first panel. */
function faultsOf({ windows, to }: SoakResult, panel: number, minutes: (at: number) => number) {
  return {
    type: 'line' as const,
    name: `faults ${panel}`,
    xAxisIndex: panel,
    yAxisIndex: panel,
    data: [],
    markArea: {
      silent: true,
      itemStyle: { color: 'rgba(200, 60, 60, 0.08)' },
      data: windows.map((window) => [
        { xAxis: minutes(window.from) },
        { xAxis: minutes(Math.min(window.to, to + 30_000)) },
      ]),
    },
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: 'rgba(180, 40, 40, 0.5)', type: 'solid' as const, width: 1 },
      label: {
        show: panel === 2 && windows.length <= 70,
        formatter: '{b}',
        rotate: 90,
        fontSize: 9,
        color: '#803030',
        position: 'insideEndTop' as const,
      },
      data: windows.map((window) => ({ name: window.what, xAxis: minutes(window.from) })),
    },
  };
}

function rates({ throughput }: SoakResult): [at: number, rate: number][] {
  return throughput.slice(1).map(({ at, acked }, index) => {
    const before = throughput[index] ?? { at: at - 1000, acked };
    return [at, Math.round(((acked - before.acked) * 1000) / Math.max(1, at - before.at))];
  });
}

function bucketsOf(
  list: readonly Latency[],
  from: number,
  bucketMs: number,
): [at: number, times: number[]][] {
  const buckets = Map.groupBy(list, ({ at }) => Math.floor((at - from) / bucketMs));
  return [...buckets]
    .toSorted(([left], [right]) => left - right)
    .map(([bucket, of]) => [from + (bucket + 0.5) * bucketMs, of.map(({ ms }) => ms)]);
}
