import { describe, expect, it } from 'vitest';
import { migrationCommand } from './command-line.ts';

const DATABASE_URL = 'postgresql://somebody:pass-word@localhost:5432/taskfold';

describe('the command line', () => {
  it('reads what is to be done', () => {
    expect(migrationCommand([], { DATABASE_URL })).toEqual({
      kind: 'run',
      address: { url: DATABASE_URL, variable: 'DATABASE_URL' },
      retry: undefined,
      logins: [],
      logLevel: 'info',
    });
    const command = migrationCommand(['--retry', '20261124000000_init'], { DATABASE_URL });
    expect(command).toMatchObject({ kind: 'run', retry: '20261124000000_init' });
    const DATABASE_DIRECT_URL = 'postgresql://somebody:pass-word@direct/taskfold';
    expect(migrationCommand([], { DATABASE_URL, DATABASE_DIRECT_URL })).toMatchObject({
      address: { url: DATABASE_DIRECT_URL, variable: 'DATABASE_DIRECT_URL' },
    });
    const passwords = { API_DATABASE_PASSWORD: 'a', PROCESSOR_DATABASE_PASSWORD: 'b' };
    expect(migrationCommand([], { DATABASE_URL, ...passwords })).toMatchObject({
      logins: [
        { name: 'taskfold_api_login', password: 'a', role: 'taskfold_api' },
        { name: 'taskfold_processor_login', password: 'b', role: 'taskfold_processor' },
      ],
    });
  });

  it.each([['--help'], ['-h']])('explains itself for %s, whatever else is missing', (option) => {
    const command = migrationCommand([option], {});
    expect(command).toMatchObject({ kind: 'exit', code: 0, text: expect.stringContaining('DATABASE_URL') });
  });

  it.each([
    [[], {}, 'DATABASE_URL is not set'],
    [[], { DATABASE_URL: '' }, 'DATABASE_URL is not set'],
    [[], { DATABASE_URL: 'mysql://somebody:pass-word@localhost/taskfold' }, 'DATABASE_URL is (not shown)'],
    [[], { DATABASE_URL: 'postgresql://somebody:pass-word@:a/b' }, 'DATABASE_URL is (not shown)'],
    [[], { DATABASE_URL, API_DATABASE_PASSWORD: 'pass-word ü' }, 'API_DATABASE_PASSWORD'],
    [['--force'], { DATABASE_URL }, '--force'],
    [['extra'], { DATABASE_URL }, 'extra'],
    [['--retry'], { DATABASE_URL }, '--retry'],
  ])('refuses %j with %j', (args, env, message) => {
    const command = migrationCommand(args, env);
    expect(command).toMatchObject({ kind: 'exit', code: 2, error: expect.stringContaining(message) });
    expect(JSON.stringify(command)).not.toContain('pass-word');
  });
});
