import { execFile, spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { createSecret } from '../secret.ts';
import { signWebhook } from '../sign.ts';

// Lets the standard's own libraries for Python, Go and JavaScript verify what is signed here. A command of its own: it
// installs the libraries into a temporary folder, so it needs python3, go and a network.

const PYTHON_LIBRARY = 'standardwebhooks==1.1.0';
const GO_LIBRARY = 'github.com/standard-webhooks/standard-webhooks/libraries@v0.0.1';
const BODIES = ['{"test": 2432232314}', '{"title":"Frühstück, 朝食 🍳","note":"\\u0007 \\n"}', '{}'];

interface SignedRequest {
  readonly secret: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const run = promisify(execFile);
const source = (name: string) => join(import.meta.dirname, name);

/** For each body: held by the newer secret, held by the older one, and changed on the way. */
function requests(): { readonly request: SignedRequest; readonly expected: string }[] {
  const secrets = [createSecret(), createSecret()];
  return BODIES.flatMap((body, index) => {
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = { ...signWebhook({ id: `msg_${index}`, timestamp, body, secrets }) };
    return [
      ...secrets.map((secret) => ({ request: { secret, body, headers }, expected: 'verified' })),
      { request: { secret: createSecret(), body, headers }, expected: 'refused' },
      { request: { secret: secrets[0] ?? '', body: `${body} `, headers }, expected: 'refused' },
    ];
  });
}

async function python(folder: string): Promise<[string, ...string[]]> {
  const environment = join(folder, 'python');
  await run('python3', ['-m', 'venv', environment]);
  await run(join(environment, 'bin/pip'), ['install', '--quiet', PYTHON_LIBRARY]);
  return [join(environment, 'bin/python'), source('verify.py')];
}

async function go(folder: string): Promise<[string, ...string[]]> {
  await copyFile(source('verify.go'), join(folder, 'verify.go'));
  await writeFile(join(folder, 'go.mod'), 'module verify\n\ngo 1.21\n');
  await run('go', ['get', GO_LIBRARY], { cwd: folder });
  await run('go', ['build', '-o', 'verify', '.'], { cwd: folder });
  return [join(folder, 'verify')];
}

async function answers([command, ...args]: [string, ...string[]], lines: string): Promise<string[]> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(lines);
  return (await text(child.stdout)).trim().split('\n');
}

function javascript(request: SignedRequest): string {
  try {
    new Webhook(request.secret).verify(request.body, request.headers);
    return 'verified';
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : error}`;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'taskfold-webhooks-'));
try {
  const commands = { python: await python(folder), go: await go(folder) };
  const sent = requests();
  const lines = sent.map(({ request }) => `${JSON.stringify(request)}\n`).join('');
  const found = {
    javascript: sent.map(({ request }) => javascript(request)),
    python: await answers(commands.python, lines),
    go: await answers(commands.go, lines),
  };
  for (const [language, results] of Object.entries(found)) {
    const wrong = sent.filter(({ expected }, index) => results[index]?.startsWith(expected) !== true);
    process.stdout.write(`${language}: ${sent.length - wrong.length} of ${sent.length} as expected\n`);
    if (wrong.length > 0 || results.length !== sent.length) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
