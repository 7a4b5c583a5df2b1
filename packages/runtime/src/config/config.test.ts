import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, loadConfig } from './load-config.ts';
import { serviceCommand } from './service-command.ts';
import { describeConfig } from './variables.ts';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres$/ }).meta({ description: 'The database.', secret: true }),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).meta({ description: 'The port.' }),
  LOG_LEVEL: z.enum(['info', 'debug']).default('info').meta({ description: 'The level.' }),
  PUBLIC_URL: z.url().optional().meta({ description: 'The address.' }),
  TOKEN: z.string().default('hidden-default').meta({ description: 'The token.', secret: true }),
});
const DATABASE_URL = 'postgres://user:pass@host/db';

describe('loadConfig', () => {
  test('reads what is set and fills in the rest; what is empty is not set', () => {
    expect(loadConfig(schema, { DATABASE_URL, PORT: '', LOG_LEVEL: 'debug', HOME: '/root' })).toEqual({
      DATABASE_URL,
      PORT: 8080,
      LOG_LEVEL: 'debug',
      TOKEN: 'hidden-default',
    });
  });

  test('reports every problem at once, each with what to do, and shows no secret', () => {
    const load = () =>
      loadConfig(schema, { DATABASE_URL: 'mysql://u:pa55@h/d', PORT: 'http', PUBLIC_URL: 'no' });
    expect(load).toThrow(ConfigError);
    try {
      load();
    } catch (error) {
      const { problems, message } = error as ConfigError;
      expect(problems).toHaveLength(3);
      expect(problems[0]).toMatch(/^DATABASE_URL is \(not shown\).* Set it to this: The database\. \(URL\)$/);
      expect(problems[1]).toMatch(/^PORT is "http".*\(integer, 0 to 65535\) Without it, 8080 is used\.$/);
      expect(problems[2]).toMatch(/^PUBLIC_URL is "no"/);
      for (const problem of problems) expect(message).toContain(problem);
      expect(message).not.toContain('pa55');
    }
  });

  test('says of a missing variable what to set it to', () => {
    expect(() => loadConfig(schema, {})).toThrow(
      'DATABASE_URL is not set. Set it to this: The database. (URL)',
    );
  });

  test('reads secrets from the files that variables name, without the last line end', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'taskfold-')), 'secret');
    const load = (env: Record<string, string>) => loadConfig(schema, { TOKEN: '', ...env });
    writeFileSync(file, `${DATABASE_URL}\n`);
    expect(load({ DATABASE_URL_FILE: file }).DATABASE_URL).toBe(DATABASE_URL);
    expect(() => load({ DATABASE_URL_FILE: file, DATABASE_URL })).toThrow(
      'has a problem:\n- DATABASE_URL and DATABASE_URL_FILE are both set: leave one of them out.',
    );
    expect(() => load({ DATABASE_URL_FILE: `${file}.no`, PORT: 'x' })).toThrow(
      `has 2 problems:\n- DATABASE_URL_FILE names a file that is not there: ${file}.no.`,
    );
    writeFileSync(file, '\n');
    expect(() => load({ DATABASE_URL_FILE: file })).toThrow('names a file that is empty');
    // What stands in a file is as little shown as what stands in the environment.
    writeFileSync(file, 'mysql://u:pa55@h/d');
    expect(() => load({ DATABASE_URL_FILE: file })).toThrow(
      /^(?!.*pa55)[\s\S]*DATABASE_URL is \(not shown\)/,
    );
  });

  test('reports a rule over several variables', () => {
    const both = z
      .object({
        LOW: z.coerce.number().meta({ description: 'Low.' }),
        HIGH: z.coerce.number().meta({ description: 'High.' }),
      })
      .refine(({ LOW, HIGH }) => LOW < HIGH, 'LOW must be below HIGH');
    expect(() => loadConfig(both, { LOW: '2', HIGH: '1' })).toThrow('LOW must be below HIGH');
  });
});

describe('describeConfig', () => {
  test('gives a row for every variable', () => {
    expect(describeConfig(schema)).toEqual([
      {
        name: 'DATABASE_URL',
        description: 'The database.',
        form: 'URL',
        required: true,
        default: null,
        secret: true,
        file: 'DATABASE_URL_FILE',
      },
      {
        name: 'PORT',
        description: 'The port.',
        form: 'integer, 0 to 65535',
        required: false,
        default: '8080',
        secret: false,
        file: null,
      },
      {
        name: 'LOG_LEVEL',
        description: 'The level.',
        form: 'one of info, debug',
        required: false,
        default: 'info',
        secret: false,
        file: null,
      },
      {
        name: 'PUBLIC_URL',
        description: 'The address.',
        form: 'URL',
        required: false,
        default: null,
        secret: false,
        file: null,
      },
      {
        name: 'TOKEN',
        description: 'The token.',
        form: 'text',
        required: false,
        default: null,
        secret: true,
        file: 'TOKEN_FILE',
      },
    ]);
  });

  test('refuses a variable that nobody could set', () => {
    expect(() => describeConfig(z.object({ X: z.string() }))).toThrow('X has no description');
  });

  test.each([
    [z.stringbool(), 'true or false'],
    [z.coerce.number(), 'number'],
    [z.coerce.number().min(0.5), 'number, at least 0.5'],
    [z.coerce.number().int().min(1), 'integer, at least 1'],
    [z.string().transform((list) => list.split(',')), 'text'],
  ])('describes the form of a value', (value, form) => {
    expect(describeConfig(z.object({ X: value.meta({ description: 'X.' }) }))[0]?.form).toBe(form);
  });
});

describe('serviceCommand', () => {
  const run = (args: string[], env = {}) =>
    serviceCommand({ name: 'api', summary: 'Answers.', schema, args, env });

  test('runs with the configuration', () => {
    expect(run([], { DATABASE_URL })).toMatchObject({ kind: 'run', config: { PORT: 8080 } });
  });

  test('--help names every variable, its default and its meaning, whatever the environment says', () => {
    const help = run(['--help']);
    expect(help).toMatchObject({ kind: 'exit', code: 0 });
    const text = help.kind === 'exit' && help.code === 0 ? help.text : '';
    expect(text).toContain('PORT (integer, 0 to 65535; default 8080)\n      The port.');
    expect(text).toContain('DATABASE_URL (URL; required; secret; or DATABASE_URL_FILE)');
    expect(text).not.toContain('hidden-default');
  });

  test('--validate checks, with and without connecting', () => {
    expect(run(['--validate'], { DATABASE_URL })).toMatchObject({ kind: 'validate', config: { PORT: 8080 } });
    expect(run(['--validate', '--offline'], { DATABASE_URL })).toMatchObject({ kind: 'validate_offline' });
    expect(run(['--offline'], { DATABASE_URL })).toMatchObject({ kind: 'exit', code: 2 });
    expect(run(['--validate'])).toMatchObject({
      kind: 'exit',
      code: 2,
      error: expect.stringContaining('DATABASE_URL'),
    });
  });

  test('says which variables nobody reads', () => {
    expect(run([], { DATABASE_URL, TOKEN_FIEL: '/secret', POTR: '1' })).toMatchObject({
      kind: 'run',
      warnings: ['TOKEN_FIEL is set, and nothing reads it. The setting is called TOKEN_FILE.'],
    });
  });

  test('an option that does not exist is an error', () => {
    expect(run(['--what'])).toMatchObject({
      kind: 'exit',
      code: 2,
      error: expect.stringContaining('--what'),
    });
  });
});
