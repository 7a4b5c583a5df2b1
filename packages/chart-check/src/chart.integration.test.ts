import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '@taskfold/observability';
import { beforeAll, expect, test } from 'vitest';
import { type Rendered, render } from './helm/helm.ts';
import { INSTALLATIONS } from './installations/installations.ts';
import { findKubernetesSchemas } from './kubernetes/bring-schemas.ts';
import { createCheck } from './kubernetes/check.ts';
import { manifestsOf } from './kubernetes/manifest.ts';

/** The oldest that the chart says it is for, and the newest that there are schemas of. */
const VERSIONS = ['1.27.0', '1.37.0'] as const;
const NAMES = Object.keys(INSTALLATIONS);
const BASE = { existingSecret: 'taskfold', settings: { KAFKA_BROKERS: 'kafka:9092' } };

/** What nobody should be able to install, and a part of the sentence that says why. */
const REFUSED: readonly (readonly [what: string, values: object, sentence: string])[] = [
  ['no Secret', { settings: BASE.settings }, "at '/existingSecret': minLength"],
  ['no Kafka', { existingSecret: 'taskfold' }, "missing property 'KAFKA_BROKERS'"],
  [
    'a word that is misspelt',
    { ...BASE, api: { replica: 3 } },
    "additional properties 'replica' not allowed",
  ],
  ['a setting that is none', { ...BASE, settings: { ...BASE.settings, LOG_LEVL: 'info' } }, 'LOG_LEVL'],
  [
    'a number that Helm would round',
    { ...BASE, api: { settings: { BODIES_MAX_BYTES: 33554432 } } },
    'got number, want string',
  ],
  [
    'a secret among the values',
    { ...BASE, settings: { ...BASE.settings, OPERATOR_TOKEN: 'x' } },
    'OPERATOR_TOKEN is a secret: put it into the Secret that existingSecret names',
  ],
  [
    'more processors than partitions',
    { ...BASE, topics: { partitions: 3 }, processors: { fold: { replicas: 4 } } },
    'processors.fold has 4 replicas, and there are 3 partitions to fold',
  ],
  ['a role that nobody has', { ...BASE, processors: { relay: null } }, 'no processor has the role relay'],
  [
    'scaling by lag without folding',
    { ...BASE, processors: { relay: { autoscaling: { enabled: true } } } },
    'processors.relay scales by the lag of the fold, and does not fold',
  ],
  ['an image by half a digest', { ...BASE, image: { digest: 'sha256:12' } }, 'image/digest'],
];

let schemas: string;
const rendered = new Map<string, Rendered>();
beforeAll(async () => {
  schemas = await findKubernetesSchemas();
  for (const version of VERSIONS) rendered.set(version, await render(Object.values(INSTALLATIONS), version));
});

const textOf = (version: string, scenario: string) => {
  const result = rendered.get(version)?.templates[NAMES.indexOf(scenario)];
  expect(result?.err).toBeNull();
  return result?.out ?? '';
};

test("Helm's linter has nothing against the chart", () => {
  expect(rendered.get(VERSIONS[0])?.lint.out).toMatch(/Failed: false$/);
});

test.each(VERSIONS.flatMap((version) => NAMES.map((name) => [name, version] as const)))(
  'what Helm makes of "%s" keeps to the schemas of Kubernetes %s',
  (name, version) => {
    const check = createCheck(schemas, version);
    const manifests = manifestsOf(textOf(version, name));
    expect(manifests.length).toBeGreaterThan(4);
    expect(manifests.flatMap(check)).toEqual([]);
  },
);

// `npm test -- packages/chart-check -u` writes the files anew.
test.each(NAMES)('"%s" is as its file says', async (name) => {
  // Dashboards and rules are files of their own already.
  const text = textOf(VERSIONS[1], name)
    .replace(/^( {2}taskfold-\w+\.json: \|\n)(?: {4}.*\n)+/gm, '$1    …\n')
    .replace(/^( {2}groups:\n)(?: {4}.*\n)+/gm, '$1    …\n');
  await expect(text).toMatchFileSnapshot(`../generated/${name}.yaml`);
});

test('a fault is found: a key that Kubernetes does not know, a type that it does not take', () => {
  const check = createCheck(schemas, VERSIONS[1]);
  const [manifest] = manifestsOf(
    'apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { port: [], ports: [{ port: http }] }',
  );
  expect(manifest && check(manifest)).toEqual([
    'Service x: /spec must NOT have additional properties port',
    'Service x: /spec/ports/0/port must be integer',
  ]);
});

test('what nobody should install is refused in a sentence', async () => {
  const { templates } = await render(
    REFUSED.map(([, values]) => ({ values })),
    VERSIONS[1],
  );
  const others = REFUSED.map(([what, , sentence], index) => {
    const said = templates[index]?.err ?? 'nothing';
    return said.includes(sentence) ? null : `${what}: ${said}`;
  });
  expect(others.filter((other) => other !== null)).toEqual([]);
});

test('migrations and topics come before what needs them, at every upgrade', () => {
  const jobs = readFileSync(join(PROJECT_FOLDER, 'charts/taskfold/templates/jobs.yaml'), 'utf8');
  expect(jobs.match(/helm\.sh\/hook: pre-install,pre-upgrade\n/g)).toHaveLength(2);
  expect(jobs.match(/^kind: Job$/gm)).toHaveLength(2);
});

test('the chart has the version of the project', () => {
  const { version } = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as {
    version: string;
  };
  const chart = readFileSync(join(PROJECT_FOLDER, 'charts/taskfold/Chart.yaml'), 'utf8');
  expect(chart).toContain(`\nversion: ${version}\nappVersion: ${version}\n`);
});
