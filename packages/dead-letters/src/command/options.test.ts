import { describe, expect, it } from 'vitest';
import { parseDeadLettersArguments, printCursor } from './options.ts';

describe('parseDeadLettersArguments', () => {
  it('reads positions, filters and cursors', () => {
    const position = { topic: 'task.events', partition: 3, offset: 42 };
    expect(parseDeadLettersArguments(['show', 'task.events/3/42', '--json'])).toEqual({
      kind: 'show',
      position,
      json: true,
    });
    expect(
      parseDeadLettersArguments(['discard', 'task.events/3/42', '--actor', 'ann', '--reason', 'a test']),
    ).toEqual({
      kind: 'discard',
      which: [position],
      actor: 'ann',
      reason: 'a test',
    });
    expect(parseDeadLettersArguments(['redrive', '--all', '--code', 'wrong_partition'])).toMatchObject({
      kind: 'redrive',
      which: { status: 'open', code: 'wrong_partition' },
    });
    const after = parseDeadLettersArguments([
      'list',
      '--after',
      'task.events/3/42@2026-11-25T08:00:00.000000Z',
      '--limit=7',
    ]);
    expect(after).toMatchObject({ kind: 'list', limit: 7, after: position });
    if (after.kind !== 'list' || after.after === null) throw new Error('no cursor');
    expect(printCursor(after.after)).toBe('task.events/3/42@2026-11-25T08:00:00.000000Z');
  });

  it.each([
    [[], 'list, show, redrive or discard'],
    [['drop'], 'list, show, redrive or discard'],
    [['list', 'x/1/1'], 'options only'],
    [['list', '--status', 'lost'], 'open, discarded, redriven'],
    [['list', '--code', 'lost'], 'empty_record'],
    [['list', '--limit', '0'], '1 to 1000'],
    [['list', '--partition', '-1'], 'argument'],
    [['list', '--partition=-1'], 'whole number'],
    [['list', '--after', 'task.events/3/42'], 'what the list ended with'],
    [['show'], 'one position'],
    [['show', 'task.events'], 'topic/partition/offset'],
    [['redrive'], 'Which ones?'],
    [['discard', '--all', 'task.events/1/1'], 'Which ones?'],
    [['discard', '--all', '--status', 'redriven'], 'open ones only'],
    [['discard', 'task.events/1/1', '--actor', ''], 'must not be empty'],
    [['list', '--odd'], '--odd'],
  ])('refuses %j', (args, problem) => {
    expect(parseDeadLettersArguments(args)).toEqual({
      kind: 'invalid',
      problem: expect.stringContaining(problem),
    });
  });
});
