import { expect, test } from 'vitest';
import { examplesOf } from '../program/command.ts';
import { programToRead } from '../program/program-to-read.ts';
import { fullName, leavesOf } from '../program/tree.ts';
import { runCommand } from '../testing/run-command.ts';
import { OPERATOR_COMMANDS } from './index.ts';

const EXAMPLES = leavesOf(programToRead(OPERATOR_COMMANDS)).flatMap((command) =>
  examplesOf(command).map(({ line }) => line),
);

/** Words as a shell has them, behind `taskfold`. */
function wordsOf(line: string): string[] {
  const rest = line.slice(line.indexOf('taskfold ') + 'taskfold '.length).replace(/\)$/, '');
  return [...rest.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

/** Nobody listens there, so that nothing is done. */
const NOWHERE = {
  DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x',
  KAFKA_BROKERS: '127.0.0.1:1',
  CALLBACK_KEYS: `new:${Buffer.alloc(32, 7).toString('base64')}`,
};

test.each(EXAMPLES.filter((line) => !/ (?:migrate|completion)\b/.test(line)))(
  '%s is understood',
  async (line) => {
    const { code, err } = await runCommand(OPERATOR_COMMANDS, wordsOf(line), { env: NOWHERE });
    // It gets as far as the servers, which are not there.
    expect([1, 5], err).toContain(code);
  },
);

/** They only look, or make what has to be there before there is an audit log. */
const NOT_NOTED = [
  'migrate',
  'doctor',
  'topics list',
  'topics create',
  'topics check',
  'completion',
  'tenants list',
  'tenants secrets',
  'dead-letters list',
  'dead-letters show',
  'deliveries list',
  'projection status',
  'projection verify',
  'projection compare',
];

test('whatever changes something is noted, with who did it and why', () => {
  const changing = leavesOf(programToRead(OPERATOR_COMMANDS)).filter(
    (command) => !NOT_NOTED.some((name) => fullName(command) === `taskfold ${name}`),
  );
  const silent = changing.filter(({ options }) => !options.some(({ long }) => long === '--actor'));
  expect(silent.map(fullName)).toEqual([]);
});
