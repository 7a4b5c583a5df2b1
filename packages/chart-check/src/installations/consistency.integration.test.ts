import { randomBytes } from 'node:crypto';
import { runProgram } from '@taskfold/local-servers';
import { PROJECT_FOLDER } from '@taskfold/observability';
import { beforeAll, expect, test } from 'vitest';
import { render } from '../helm/helm.ts';
import { type Manifest, manifestsOf } from '../kubernetes/manifest.ts';
import { INSTALLATIONS } from './installations.ts';

interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly key: string; readonly optional: boolean } };
}

interface Container {
  readonly command: readonly string[];
  readonly env: readonly EnvironmentVariable[];
  readonly ports?: readonly { readonly name: string }[];
  readonly resources: { readonly requests: object; readonly limits: { readonly memory?: string } };
  readonly securityContext: object;
}

interface Workload {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly Container[];
}

const NAMES = Object.keys(INSTALLATIONS);
const rendered = new Map<string, readonly Manifest[]>();
beforeAll(async () => {
  const { templates } = await render(Object.values(INSTALLATIONS), '1.33.0');
  for (const [index, name] of NAMES.entries()) {
    rendered.set(name, manifestsOf(templates[index]?.out ?? ''));
  }
});

/** Deployments and jobs. */
function workloadsOf(name: string): Workload[] {
  return (rendered.get(name) ?? [])
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map((manifest) => {
      const { template } = manifest.spec as {
        readonly template: {
          readonly metadata: { readonly labels: Workload['labels'] };
          readonly spec: { readonly containers: readonly Container[] };
        };
      };
      return {
        name: manifest.metadata.name,
        labels: template.metadata.labels,
        containers: template.spec.containers,
      };
    });
}

/** A Secret as somebody would make it. */
const SECRET: Readonly<Record<string, string>> = {
  MIGRATE_DATABASE_URL: 'postgresql://owner:a@db/tasks',
  API_DATABASE_URL: 'postgresql://taskfold_api_login:b@db/tasks',
  PROCESSOR_DATABASE_URL: 'postgresql://taskfold_processor_login:c@db/tasks',
  CALLBACK_KEYS: `test:${randomBytes(32).toString('base64')}`,
  CURSOR_KEY: 'of-32-characters-that-nobody-knows',
  OPERATOR_TOKEN: 'token-of-the-operators',
  KAFKA_SASL_PASSWORD: 'd',
};

/** What a process would have in its environment, and keys of the Secret that it cannot do without. */
function environmentOf({ env }: Container) {
  const missing: string[] = [];
  const hasSasl = env.some(({ name }) => name === 'KAFKA_SASL_MECHANISM');
  const values = env.flatMap(({ name, value, valueFrom }) => {
    if (valueFrom === undefined) return [[name, value ?? '']];
    const { key, optional } = valueFrom.secretKeyRef;
    const secret = key === 'KAFKA_SASL_PASSWORD' && !hasSasl ? undefined : SECRET[key];
    if (secret === undefined && !optional) missing.push(key);
    return secret === undefined ? [] : [[name, secret]];
  });
  return { values: Object.fromEntries(values) as Record<string, string>, missing };
}

type Environment = Readonly<Record<string, string>>;

interface Look {
  readonly args: readonly string[];
  readonly env?: Environment;
  readonly exitCode: number;
  readonly says: RegExp;
}

function ofService([main = '']: readonly string[]): Look {
  const args = [`${PROJECT_FOLDER}${main}`, '--validate', '--offline'];
  return { args, exitCode: 0, says: /is valid/ };
}

/** Commands have no `--validate`: topics get as far as a Kafka that is away. Migrations, which would wait for theirs, are asked for help. */
function ofCommand(command: readonly string[]): Look {
  const args = [`${PROJECT_FOLDER}packages/cli/bin/taskfold.mjs`, ...command];
  if (command[0] === 'migrate') return { args: [...args, '--help'], exitCode: 0, says: /migrations/ };
  return {
    args,
    env: { KAFKA_BROKERS: '127.0.0.1:1' },
    exitCode: 5,
    says: /Nobody listens at 127\.0\.0\.1:1/,
  };
}

test('every process takes the environment that it is given', async () => {
  // Of those that differ in their roles or their heap alone, the first.
  const different = new Map<string, readonly [where: string, command: readonly string[], env: Environment]>();
  for (const name of NAMES) {
    const workloads = workloadsOf(name);
    expect(workloads.length).toBeGreaterThan(1);
    for (const { name: workload, containers } of workloads) {
      for (const container of containers) {
        const { values, missing } = environmentOf(container);
        expect(missing, workload).toEqual([]);
        const { command } = container;
        const { ROLES: _roles, NODE_OPTIONS: _heap, ...rest } = values;
        const key = JSON.stringify([command, rest]);
        if (!different.has(key)) different.set(key, [`${name}: ${workload}`, command, values]);
      }
    }
  }
  expect(different.size).toBeGreaterThan(6);
  for (const [where, command, values] of different.values()) {
    const [program, ...args] = command;
    const look = program === 'taskfold' ? ofCommand(args) : ofService(args);
    const { exitCode, stdout, stderr } = await runProgram(process.execPath, look.args, {
      env: { ...values, NODE_ENV: 'production', KAFKA_TLS_CA_FILE: '', ...look.env },
    });
    expect({ where, exitCode, stderr }).toMatchObject({ where, exitCode: look.exitCode });
    expect(stdout + stderr).toMatch(look.says);
  }
});

test.each(NAMES)('in "%s" every process is bounded, and may do nothing to its machine', (name) => {
  for (const { name: workload, containers } of workloadsOf(name)) {
    for (const { resources, securityContext } of containers) {
      expect(resources, workload).toMatchObject({
        requests: { cpu: expect.any(String), memory: expect.any(String) },
        limits: { memory: expect.any(String) },
      });
      expect(securityContext, workload).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  }
});

test.each(NAMES)(
  'in "%s" whatever selects pods selects some, and whatever scales a deployment finds it',
  (name) => {
    const workloads = workloadsOf(name);
    const manifests = rendered.get(name) ?? [];
    const matches = (selector: Readonly<Record<string, string>>) =>
      workloads.some(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
    for (const { kind, metadata, spec } of manifests) {
      const { selector, podSelector, scaleTargetRef } = (spec ?? {}) as {
        readonly selector?: Record<string, string> & { readonly matchLabels?: Record<string, string> };
        readonly podSelector?: { readonly matchLabels: Record<string, string> };
        readonly scaleTargetRef?: { readonly name: string };
      };
      const wanted = podSelector?.matchLabels ?? selector?.matchLabels ?? selector;
      if (wanted !== undefined && kind !== 'ServiceMonitor') {
        expect(matches(wanted), `${kind} ${metadata.name}`).toBe(true);
      }
      if (scaleTargetRef !== undefined) {
        expect(workloads.map((workload) => workload.name)).toContain(scaleTargetRef.name);
      }
    }
  },
);

test('nobody is given a secret that it does not read', () => {
  const keys = new Map(
    workloadsOf('everything').map(({ name, containers }) => [
      name,
      containers.flatMap(({ env }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef.key ?? [])),
    ]),
  );
  const having = (key: string) => [...keys].filter(([, all]) => all.includes(key)).map(([name]) => name);
  expect(having('MIGRATE_DATABASE_URL')).toEqual(['taskfold-migrate']);
  expect(having('API_DATABASE_URL')).toEqual(['taskfold-api']);
  expect(having('OPERATOR_TOKEN')).toEqual(['taskfold-api']);
  expect(having('PROCESSOR_DATABASE_URL').every((name) => name.startsWith('taskfold-processor-'))).toBe(true);
  expect(having('KAFKA_SASL_PASSWORD')).toHaveLength(keys.size - 1);
});
