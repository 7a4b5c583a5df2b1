import { describe, expect, it } from 'vitest';
import { type ReplayCommand, replayCommand } from './command.ts';

const ENV = { DATABASE_URL: 'postgresql://localhost/taskfold', KAFKA_BROKERS: 'localhost:9092' };

function understand(args: readonly string[], env: Readonly<Record<string, string>> = ENV): ReplayCommand {
  const options = { force: { type: 'boolean', default: false } } as const;
  return replayCommand({ help: 'Help.\n', actions: ['start', 'swap'], options, args, env });
}

describe('the command line of a replay', () => {
  it('reads action, options and environment', () => {
    expect(understand(['swap', '--force', '--limit', '5'])).toMatchObject({
      kind: 'run',
      action: 'swap',
      limit: 5,
      values: { force: true },
      config: { PROJECTION: 'main', TOPIC_EVENTS: 'task.events' },
    });
  });

  it('helps, with the variables that it reads', () => {
    const command = understand(['--help'], {});
    expect(command).toMatchObject({
      kind: 'exit',
      code: 0,
      text: expect.stringContaining('DATABASE_URL (URL; required; secret; or DATABASE_URL_FILE)'),
    });
  });

  it.each([
    [[], 'Give one of start, swap'],
    [['leap'], 'Give one of start, swap'],
    [['start', 'swap'], 'not "start swap"'],
    [['start', '--limit', 'many'], '--limit takes a whole number'],
    [['start', '--unknown'], '--unknown'],
  ])('refuses %j', (args, error) => {
    expect(understand(args)).toMatchObject({ kind: 'exit', code: 2, error: expect.stringContaining(error) });
  });

  it('names every variable that is missing', () => {
    const command = understand(['start'], {});
    expect(command).toMatchObject({
      code: 2,
      error: expect.stringMatching(/DATABASE_URL[\s\S]*KAFKA_BROKERS/),
    });
  });
});
