import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  choosePort,
  findProgram,
  KILL_AT_ONCE,
  readLogTail,
  startServerProcess,
  waitFor,
} from '@taskfold/local-servers';
import { stringify } from 'yaml';
import { PROMETHEUS } from './programs.ts';

export interface PrometheusOptions {
  readonly dataDir: string;
  /** `host:port` of each process whose `/metrics` is collected every second. */
  readonly targets: readonly string[];
  /** As `rulesFile` gives them; evaluated every second. */
  readonly rules: string;
}

/** A vector's element, or an alert. */
interface Sample {
  readonly metric: Readonly<Record<string, string>>;
}

export interface RunningPrometheus {
  /** @throws where it is no PromQL */
  query(expr: string): Promise<readonly Sample[]>;
  /** Names of the alarms that are going off. */
  firing(): Promise<readonly string[]>;
  /** What the rules came to that could not be evaluated. */
  ruleErrors(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * A Prometheus of Debian's on a free port.
 *
 * @throws MissingPrerequisite when there is none and it cannot be brought
 */
export async function startPrometheus({
  dataDir,
  targets,
  rules,
}: PrometheusOptions): Promise<RunningPrometheus> {
  const { command } = await findProgram(PROMETHEUS);
  await mkdir(dataDir, { recursive: true });
  const settings = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: [{ job_name: 'taskfold', static_configs: [{ targets }] }],
  };
  await writeFile(join(dataDir, 'prometheus.yaml'), stringify(settings));
  await writeFile(join(dataDir, 'rules.yaml'), rules);
  const url = `127.0.0.1:${await choosePort()}`;
  const logFile = join(dataDir, 'server.log');
  const args = [
    `--config.file=${join(dataDir, 'prometheus.yaml')}`,
    `--storage.tsdb.path=${join(dataDir, 'data')}`,
    `--web.listen-address=${url}`,
  ];
  const server = await startServerProcess({ command, args, onParentDeath: KILL_AT_ONCE }, logFile);
  const isReady = async () => (await fetch(`http://${url}/-/ready`).catch(() => null))?.ok === true;
  const outcome = await waitFor(
    async () => (server.hasEnded() ? 'ended' : (await isReady()) ? 'ready' : undefined),
    { timeoutMs: 30_000 },
  );
  if (outcome !== 'ready') {
    server.signal('SIGKILL');
    throw new Error(`Prometheus did not start (${await server.ended}): ${await readLogTail(logFile)}`);
  }
  const ask = async (path: string) => {
    const answer = (await (await fetch(`http://${url}/api/v1/${path}`)).json()) as {
      readonly status: string;
      readonly error?: string;
      readonly data: unknown;
    };
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  };
  return {
    async query(expr) {
      const { result } = (await ask(`query?query=${encodeURIComponent(expr)}`)) as { result: Sample[] };
      return result;
    },
    async firing() {
      const { alerts } = (await ask('alerts')) as {
        alerts: { readonly state: string; readonly labels: { readonly alertname: string } }[];
      };
      const names = alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
      return [...new Set(names)].toSorted();
    },
    async ruleErrors() {
      const { groups } = (await ask('rules')) as {
        groups: { readonly rules: { readonly name: string; readonly lastError?: string }[] }[];
      };
      return groups.flatMap(({ rules: all }) =>
        all.flatMap(({ name, lastError }) => (lastError ? [`${name}: ${lastError}`] : [])),
      );
    },
    async stop() {
      server.signal('SIGKILL');
      await server.ended;
    },
  };
}
