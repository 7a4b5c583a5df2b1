import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EXAMPLE_UPDATE } from '@taskfold/contract';
import { eventually, npmStart, ROOT, runCommand, temporaryState } from '@taskfold/end-to-end/testing';
import { createSecret, signWebhook } from '@taskfold/webhooks';
import { expect, onTestFinished, test } from 'vitest';
import { snippetFiles } from './snippets/embed.ts';
import { startJobs } from './testing/jobs.ts';
import { RUNNERS } from './testing/languages.ts';
import { missingLines, pageCommands } from './testing/page-commands.ts';

const SNIPPETS = 'packages/site/snippets';
/** Go builds its clients, which takes longer than all others together: npm run test:snippets. */
const WITH_GO = process.env.SNIPPETS === 'all';
const PRODUCERS = ['ts', 'sh', 'java', 'py', ...(WITH_GO ? ['go'] : [])];
const VERIFIERS = ['verify.py', ...(WITH_GO ? ['verify.go'] : [])];

type Env = Readonly<Record<string, string>>;

/** Of a running `npm start`, as whoever follows the pages has it in a terminal. */
async function environment(state: string): Promise<Env> {
  const { stack } = await npmStart(state);
  return {
    TASKFOLD_STATE_DIR: state,
    API: stack.api_url,
    KEY: stack.api_key,
    TENANT: stack.tenant_id,
    KAFKA_BROKERS: stack.kafka_brokers,
  };
}

async function commandOf(file: string) {
  const runner = RUNNERS[extname(file).slice(1)];
  if (runner === undefined) throw new Error(`Nobody knows how to run ${file}.`);
  return await runner(join(ROOT, file));
}

async function run(file: string, env: Env): Promise<string> {
  return await runCommand({ ...(await commandOf(file)), env });
}

/** Begins one that goes on until it is told to end. */
async function begin(file: string, env: Env) {
  const { command, args } = await commandOf(file);
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    said += piece;
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    child,
    ended,
    saying: (line: RegExp) => eventually(`it says ${line}`, async () => line.test(said) || undefined),
  };
}

async function runGettingStarted(state: string, env: Env): Promise<void> {
  const [start, ...commands] = pageCommands(readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8'));
  expect(start?.script).toBe('npm start\n');
  expect(commands.length).toBeGreaterThan(4);
  // As in one terminal: what is exported stays. A mark tells what each of them prints.
  const scripts = commands.map(
    ({ script }) => `${script.replaceAll('./.taskfold/', `${state}/`)}\necho '--- next'\n`,
  );
  const { API: _, KEY: __, ...own } = env;
  const output = await runCommand({
    command: 'bash',
    args: ['-euo', 'pipefail', '-c', scripts.join('')],
    env: own,
  });
  const printed = output.split('--- next\n');
  for (const [index, { script, prints }] of commands.entries()) {
    expect(missingLines(prints, printed[index] ?? ''), `${script}\nprints\n${printed[index]}`).toEqual([]);
  }
}

/** @returns by the name of its page, the status that the line of each operation of the API is answered with */
async function statusesOfReference(env: Env): Promise<Readonly<Record<string, string>>> {
  const statuses: Record<string, string> = {};
  for (const page of globSync('docs/reference/http/*[!E].md', { cwd: ROOT }).toSorted()) {
    const [line] = pageCommands(readFileSync(join(ROOT, page), 'utf8'));
    const script = `${line?.script.trim()} -o /dev/null -w '%{http_code}'`;
    statuses[basename(page, '.md')] = await runCommand({ command: 'bash', args: ['-c', script], env });
  }
  return statuses;
}

/** A task, published over HTTP. */
async function publish(env: Env, taskId: string, types: Readonly<Record<string, object>>): Promise<void> {
  const events = Object.entries(types).map(([type, data]) => ({
    specversion: '1.0',
    id: `${taskId}-${type}`,
    source: '/tests',
    type,
    time: '2026-11-02T08:00:00Z',
    subject: taskId,
    data,
  }));
  const response = await fetch(`${env.API}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.KEY}`, 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  expect(response.status, await response.text()).toBe(202);
}

/** Two snippets that have others tell for them. */
async function runIntegrations(env: Env): Promise<void> {
  const provider = pathToFileURL(join(import.meta.dirname, 'testing/preload.ts')).href;
  await run(`${SNIPPETS}/integrations/ai-sdk.ts`, {
    ...env,
    TASK_ID: 'by_ai_sdk',
    NODE_OPTIONS: `--import=${provider}`,
  });
  const answered = await run(`${SNIPPETS}/consuming/wait.sh`, { ...env, TASK_ID: 'by_ai_sdk' });
  expect(JSON.parse(answered)).toMatchObject({
    status: 'succeeded',
    capability: 'text.generate',
    model: 'openai/gpt-5-mini',
    usage: { input_tokens: 12, output_tokens: 3 },
    billing: { charged_credits: '0.0240' },
  });

  const jobs = await startJobs();
  const redis = { ...env, REDIS_PORT: String(jobs.port) };
  const listener = await begin(`${SNIPPETS}/integrations/bullmq.ts`, redis);
  const id = await jobs.add('aurora-xl');
  const done = await run(`${SNIPPETS}/consuming/wait.sh`, { ...env, TASK_ID: `images-${id}` });
  expect(JSON.parse(done)).toMatchObject({
    status: 'succeeded',
    model: 'aurora-xl',
    output: { url: `https://cdn.example.com/${id}.png` },
    usage: { image_count: 1 },
    billing: { charged_credits: '40.0000' },
  });
  listener.child.kill('SIGTERM');
  expect(await listener.ended).toBe(0);
}

test('the commands of getting started print what it says, and each snippet does what its page says', async () => {
  const state = await temporaryState();
  const env = await environment(state);
  await runGettingStarted(state, env);

  const ids = PRODUCERS.map((language) => `by_${language}`);
  for (const language of PRODUCERS) {
    const file = globSync(`${SNIPPETS}/producing/[Pp]ublish.${language}`, { cwd: ROOT })[0] ?? '';
    await run(file, { ...env, TASK_ID: `by_${language}` });
  }
  for (const id of ids) {
    const task = JSON.parse(await run(`${SNIPPETS}/consuming/wait.sh`, { ...env, TASK_ID: id }));
    expect(task).toMatchObject({ task_id: id, status: 'succeeded', revision: 3 });
    expect(task.billing.charged_credits).toBe('40.0000');
    // Whichever client it was: none of its events had to be published again to where they belong.
    const timeline = await fetch(`${env.API}/v1/tasks/${id}/events`, {
      headers: { authorization: `Bearer ${env.KEY}` },
    });
    expect(await timeline.text()).not.toContain('"rekeyed_from":{');
  }

  await run(`${SNIPPETS}/producing/report.ts`, { ...env, TASK_ID: 'by_worker', SPOOL: join(state, 'spool') });
  const reported = JSON.parse(await run(`${SNIPPETS}/consuming/wait.sh`, { ...env, TASK_ID: 'by_worker' }));
  expect(reported).toMatchObject({
    status: 'succeeded',
    usage: { image_count: 1 },
    progress: { percent: 100 },
  });

  await runIntegrations(env);

  const feed = await run(`${SNIPPETS}/consuming/follow-feed.ts`, { ...env, UNTIL: ids.at(-1) ?? '' });
  for (const id of ids) expect(feed).toContain(`${id} 3 succeeded\n`);

  await publish(env, EXAMPLE_UPDATE.subject, {
    'task.created': { capability: 'c', model: 'm' },
    'task.succeeded': {},
    'task.billing_settled': {},
  });
  const ended = { ...env, TASK_ID: EXAMPLE_UPDATE.subject };
  expect(JSON.parse(await run(`${SNIPPETS}/consuming/wait.sh`, ended)).status).toBe('succeeded');
  const none = '01900000-0000-7000-8000-000000000000';
  const statuses = await statusesOfReference({ ...env, KEY_ID: none, SECRET_ID: none });
  // It asked for no callback, and the ids are nobody's.
  const unknown = {
    redeliverCallback: '409',
    revokeCallbackSecret: '404',
    revokeKey: '404',
    rotateKey: '404',
  };
  expect(statuses).toMatchObject(unknown);
  const others = Object.entries(statuses).filter(([id]) => !(id in unknown));
  expect(others.length).toBeGreaterThan(15);
  expect(others.filter(([, status]) => !/^20\d$/.test(status))).toEqual([]);

  await publish(env, 'running', { 'task.created': { capability: 'c', model: 'm' }, 'task.started': {} });
  const half = JSON.parse(
    await run(`${SNIPPETS}/consuming/read-own-write.sh`, { ...env, TASK_ID: 'running' }),
  );
  expect(half.progress.percent).toBe(50);

  const follower = await begin(`${SNIPPETS}/consuming/follow-task.ts`, { ...env, TASK_ID: 'running' });
  await follower.saying(/^3 running 50 %$/m);
  await publish(env, 'running', { 'task.succeeded': {}, 'task.billing_settled': {} });
  expect(await follower.ended).toBe(0);
  await follower.saying(/^[45] succeeded 100 %$/m);

  const asked = await run(`${SNIPPETS}/asking/ask.ts`, { ...env, TASK_ID: EXAMPLE_UPDATE.subject });
  expect(asked).toMatch(/^succeeded null\n\d succeeded 100\nwarnings: 1\n/);
  for (const id of ids) expect(asked).toContain(`${id}\n`);
  expect(asked).toContain('\ntask.warned\n');
  expect(asked).toContain(`${EXAMPLE_UPDATE.subject} succeeded\n`);
  expect(asked).toMatch(/\ntask_not_found 404 false\n$/);

  const reader = await begin(`${SNIPPETS}/consuming/read-topic.ts`, { ...env, GROUP: 'snippets' });
  for (const id of ids) await reader.saying(new RegExp(`^demo_north/${id} 3 succeeded$`, 'm'));
  reader.child.kill('SIGTERM');
  await reader.ended;
});

test.each(VERIFIERS)('%s verifies what is signed, and nothing else', async (file) => {
  const [secret, other] = [createSecret(), createSecret()];
  const body = '{"type":"task.succeeded"}';
  const headers = {
    ...signWebhook({ id: 'cb_1', timestamp: Math.floor(Date.now() / 1000), body, secrets: [secret] }),
  };
  const requests = [
    { secret, body, headers },
    { secret: other, body, headers },
    { secret, body: `${body} `, headers },
  ];
  const { command, args } = await commandOf(`packages/webhooks/src/libraries/${file}`);
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join('');
  expect(await runCommand({ command, args, input })).toBe('verified\nrefused\nrefused\n');
});

test('every snippet stands on a page, and is one that is run', () => {
  const pages = globSync('docs/*.md', { cwd: ROOT }).map((page) => readFileSync(join(ROOT, page), 'utf8'));
  const shown = new Set(pages.flatMap(snippetFiles).filter((file) => file.startsWith(SNIPPETS)));
  const files = globSync(`${SNIPPETS}/*/*.*`, { cwd: ROOT });
  expect([...shown].toSorted()).toEqual(files.toSorted());
  const here = readFileSync(import.meta.filename, 'utf8');
  const consuming = files.filter((file) => file.startsWith(`${SNIPPETS}/consuming/`));
  expect(consuming.filter((file) => !here.includes(`consuming/${file.split('/').at(-1)}`))).toEqual([]);
});
