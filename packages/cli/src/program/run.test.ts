import { expect, test } from 'vitest';
import { CommandFailure } from '../outcome/command-failure.ts';
import { runCommand } from '../testing/run-command.ts';
import { type CommandMaker, command, commandGroup, examplesOf, outputCommand } from './command.ts';

const EXAMPLES = { examples: [{ line: 'taskfold greet world', says: 'Greet.' }] } as const;

const greet: CommandMaker = (context) =>
  outputCommand('greet', 'Greet somebody', EXAMPLES)
    .argument('<name>', 'whom')
    .action((name, options) => {
      context
        .output(options)
        .one({ name }, ({ style, columns }) => `${style.good('hello')} ${name} ${columns}`);
    });

const ending: CommandMaker = (context) =>
  command('end', 'End', EXAMPLES)
    .argument('<how>', 'how')
    .action(async (how) => {
      if (how === 'failure') throw new CommandFailure('not_found', 'There is no \u001b[2Jsuch thing.');
      if (how === 'error') throw new Error('It broke.');
      if (how === 'outcome') context.endAs('time_up');
    });

const MAKERS = [greet, commandGroup('deep', 'A group', [ending])];
const run = (args: readonly string[], options = {}) => runCommand(MAKERS, args, options);

test('what is shown is drawn for people, or is JSON', async () => {
  expect(await run(['greet', 'a'])).toEqual({ code: 0, out: 'hello a Infinity\n', err: '' });
  expect((await run(['greet', 'a'], { columns: 72 })).out).toBe('\u001b[32mhello\u001b[39m a 72\n');
  expect((await run(['greet', 'a'], { columns: 72, env: { NO_COLOR: '1' } })).out).toBe('hello a 72\n');
  expect((await run(['greet', 'a', '--json'])).out).toBe('{\n  "name": "a"\n}\n');
  expect((await run(['greet', '\u001b[2J', '--jsonl'])).out).toBe('{"name":"\\u001b[2J"}\n');
});

test('outside data that reaches a drawing or a sentence acts on no terminal', async () => {
  expect((await run(['greet', 'a\u001b[2J'], { columns: 72 })).out).toContain('a\\u001b[2J 72');
  expect((await run(['deep', 'end', 'failure'])).err).toBe('There is no \\u001b[2Jsuch thing.\n');
});

test.each([
  [['deep', 'end', 'well'], 0, /^$/],
  [['deep', 'end', 'failure'], 3, /no .*such thing/],
  [['deep', 'end', 'error'], 1, /^It broke\.\n$/],
  [['deep', 'end', 'outcome'], 6, /^$/],
  [['deep', 'end'], 2, /^Missing required argument 'how'\nSee "taskfold deep end --help"\.\n$/],
  [['deep', 'ende', 'x'], 2, /Did you mean end\?/],
  [['greet', 'a', '--jsno'], 2, /Unknown option '--jsno'/],
])('%j ends with %i', async (args, code, err) => {
  const ended = await run(args);
  expect(ended.code).toBe(code);
  expect(ended.err).toMatch(err);
});

test('a command that was stopped ends as interrupted, and says nothing', async () => {
  expect(await run(['deep', 'end', 'error'], { signal: AbortSignal.abort() })).toEqual({
    code: 130,
    out: '',
    err: '',
  });
});

test('a command knows its examples', () => {
  expect(examplesOf(command('greet', 'Greet', EXAMPLES))).toEqual(EXAMPLES.examples);
});

test('help is what was asked for, with examples and exit codes', async () => {
  const { code, out } = await run(['greet', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('# Greet.\n  taskfold greet world');
  expect((await run(['--help'])).out).toMatch(/Exit codes:\n {2}0 {4}Done\./);
  expect((await run(['--version'])).out).toBe('0.0.0\n');
});
