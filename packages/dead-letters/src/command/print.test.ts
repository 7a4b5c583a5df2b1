import { expect, test } from 'vitest';
import type { DeadLetter } from '../store/read-dead-letter.ts';
import { printDeadLetter, printPage } from './print.ts';

const HOSTILE = 'x\u001b[2J\u009b\u202e\nforged: line\ud800';
const SHOWN = 'x\\u001b[2J\\u009b\\u202e\\u000aforged: line\\ud800';
const NOW = '2026-11-28T10:00:00.000000Z';

const LETTER = {
  topic: 'task.events',
  partition: 0,
  offset: 7,
  recordTime: NOW,
  storedAt: NOW,
  publishedAt: null,
  status: 'open',
  code: 'invalid_data',
  message: HOSTILE,
  tenantId: HOSTILE,
  taskId: HOSTILE,
  prunedAt: null,
  audit: [{ occurredAt: NOW, actor: HOSTILE, action: 'dead_letter.discarded', details: { reason: HOSTILE } }],
  record: { key: Buffer.from(HOSTILE), value: null, headers: { [HOSTILE]: Buffer.from('v') } },
} as unknown as DeadLetter;

test('a dead letter shows what its producer wrote, and lets nothing of it act on the terminal', () => {
  const list = [...printPage({ deadLetters: [LETTER], next: null })];
  expect(list).toHaveLength(1);
  const shown = [...printDeadLetter(LETTER)];
  for (const line of [...list, ...shown]) expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
  expect(list[0]).toContain(SHOWN);
  for (const name of ['message', 'tenant', 'task', 'header']) {
    expect(shown.find((line) => line.startsWith(`${name}:`))).toContain(SHOWN);
  }
  expect(shown.find((line) => line.startsWith('audit:'))).toContain('\\u001b');
});
