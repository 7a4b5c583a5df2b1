import { EXAMPLE_UPDATE, type TaskEnvelope, taskEnvelope } from '@taskfold/contract';
import { createStyle } from '@taskfold/runtime/command';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { drawTask } from './task.ts';
import { drawTaskLine } from './task-line.ts';
import { drawTasks } from './tasks.ts';
import { drawTimeline, type TimelineEvent } from './timeline.ts';

const PLAIN = { style: createStyle(false), columns: 80 };
const TASK = taskEnvelope.parse(EXAMPLE_UPDATE.data);
const CLEAR = '\u001b[2J\u009b1A\u202e\r';
const HOSTILE: TaskEnvelope = {
  ...TASK,
  task_id: `a${CLEAR}`,
  status: 'running',
  capability: `c${CLEAR}`,
  model: `m${CLEAR}`,
  resolved_model: `r${CLEAR}`,
  metadata: { [`k${CLEAR}`]: `v${CLEAR}` },
  progress: { percent: 50, stage: `s${CLEAR}`, message: `p${CLEAR}`, stage_started_at: null },
  warnings: [{ code: `w${CLEAR}`, message: `w${CLEAR}`, field: null }],
  error: { code: `e${CLEAR}`, message: `e${CLEAR}`, retryable: false, param: null, details: null },
  project_id: `x${CLEAR}`,
  api_key_id: `y${CLEAR}`,
  client_request_id: `q${CLEAR}`,
};
const EVENT: TimelineEvent = {
  object: 'task_event',
  id: `i${CLEAR}`,
  type: `task.${CLEAR}`,
  source: `s${CLEAR}`,
  time: TASK.created_at,
  recorded_at: TASK.created_at,
  partition: 0,
  offset: 1,
  disposition: 'ignored',
  reason: `r${CLEAR}`,
  revision: 1,
  changed: { [`c${CLEAR}`]: `v${CLEAR}` },
  rekeyed_from: null,
};

test('a task is drawn with what is known of it', () => {
  expect(drawTask(TASK, PLAIN).split('\n').slice(0, 8)).toEqual([
    'task_01JD9Z6M3T7V2X8Q4N5B6C7D8E  succeeded  ██████████ 100 %',
    '',
    'capability  image.generate',
    'model       aurora-xl as aurora-xl-2026-10',
    'stage       denoise',
    'warning     size_rounded  The size was rounded to 1024x1024.',
    'used        40.0000 credits',
    'billing     40.0000 credits charged, 12.5000 refunded, 27.5000 net (settling)',
  ]);
});

test('a state is drawn on a line', () => {
  expect(drawTaskLine(TASK, PLAIN)).toBe(
    '10:02:00  task_01JD9Z6M3T7V2X8Q4N5B6C7D8E  image.generate  succeeded  ██████████ 100 %  used 40.0000, charged 40.0000, refunded 12.5000, callback retrying',
  );
});

test.each([
  ['a task', (style = PLAIN) => drawTask(HOSTILE, style)],
  ['a line', (style = PLAIN) => drawTaskLine(HOSTILE, style)],
  ['a table', (style = PLAIN) => drawTasks([HOSTILE, TASK], style)],
  ['a timeline', (style = PLAIN) => drawTimeline([EVENT, { ...EVENT, disposition: 'applied' }], style)],
])('nothing in the data of others acts on a terminal in %s', (_, draw) => {
  expect(draw()).not.toMatch(/[^\P{C}\n]/u);
  const coloured = draw({ style: createStyle(true), columns: 80 });
  // Colours alone, each of which ends again.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  expect(coloured.replace(/\u001b\[(?:1|2|22|3[1-369])m/g, '')).not.toMatch(/[^\P{C}\n]/u);
});

test('a table fits a terminal of 80 columns', () => {
  const long = {
    ...TASK,
    capability: 'video.generate.with.a.long.name',
    model: 'kinema-3-ultra-long-model-name',
  };
  for (const line of drawTasks([TASK, long], PLAIN).split('\n'))
    expect(stringWidth(line)).toBeLessThanOrEqual(80);
});
