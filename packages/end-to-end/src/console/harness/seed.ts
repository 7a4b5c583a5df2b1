import type { Told } from './console-tenant.ts';

/** Markup, quotes, terminal and bidi controls: everything that a producer controls may hold it. */
export const HOSTILE = `<img src=x onerror=alert(1)>"'\`\u001b[31m\u202Etxt.exe\u2066</script><script>alert(2)</script>`;

const at = (begin: number, second: number) => new Date(begin + second * 1000).toISOString();

/** A task that was drawn in stages, charged twice by mistake, partly refunded. @param callbackUrl of its caller; without one nobody is told */
export function imageTask(subject: string, callbackUrl?: string): Told[] {
  const begin = Date.now() - 60_000;
  const event = (type: string, second: number, data: object, more: Partial<Told> = {}): Told => ({
    type,
    subject,
    time: at(begin, second),
    data,
    source: '/workers/painter',
    ...more,
  });
  return [
    event('task.created', 0, {
      capability: 'image.generate',
      model: 'painter-2',
      project_id: 'storefront',
      client_request_id: 'order-4711',
      input: { prompt: 'A lighthouse at dusk, oil on canvas', size: { width: 2048, height: 1365 }, seed: 1 },
      metadata: { user: 'u_17', order: '4711' },
      ...(callbackUrl === undefined ? {} : { callback: { url: callbackUrl } }),
    }),
    event('task.started', 4, { resolved_model: 'painter-2.1', attempt: 1 }),
    event('task.progressed', 6, { percent: 5, stage: 'prepare' }),
    event('task.charged', 7, { entry_id: 'hold', amount_credits: '48.0000', estimated: true }),
    event('task.progressed', 15, { percent: 40, stage: 'draw' }),
    event('task.progressed', 12, { percent: 30, stage: 'draw' }),
    event('task.progressed', 30, { percent: 80, stage: 'upscale' }),
    event('task.usage_recorded', 36, {
      image_count: 1,
      image_pixels: 2_795_520,
      lines: [
        { meter: 'image_pixels', quantity: '2.8', unit: 'megapixel', billed_amount_credits: '28.0000' },
        { meter: 'upscale', quantity: '1', unit: 'image', billed_amount_credits: '12.5000' },
      ],
    }),
    event('task.warned', 37, {
      warnings: [{ code: 'size_rounded', message: 'The height was rounded to 1365.', field: 'size.height' }],
    }),
    event('task.succeeded', 40, {
      output: { images: [{ url: 'https://media.example/l.png', width: 2048 }], seed: 1 },
    }),
    event('task.charged', 41, { entry_id: 'hold', amount_credits: '52.0000' }),
    event('task.refunded', 42, {
      entry_id: 'unused',
      amount_credits: '7.5000',
      reason: 'less was used than held',
    }),
    event('task.failed', 43, { error: { code: 'late', message: 'too late', retryable: false } }),
    event('task.billing_settled', 50, {}),
  ];
}

/** Tasks in every state, so that a list has something of each. */
export function manyTasks(count: number): Told[] {
  const capabilities = ['image.generate', 'chat.completion', 'speech.transcribe', 'video.generate'];
  const models = ['painter-2', 'talker-9', 'hearer-1', 'mover-3'];
  const begin = Date.now() - (count + 120) * 1000;
  return Array.from({ length: count }, (_, index) => {
    const subject = `task_${String(index).padStart(5, '0')}`;
    const event = (type: string, second: number, data: object = {}): Told => ({
      type,
      subject,
      data,
      time: at(begin, index + second),
    });
    const kind = index % 4;
    const created = event('task.created', 0, {
      capability: capabilities[kind],
      model: models[kind],
      metadata: { user: `u_${index % 5}` },
      client_request_id: `request-${index}`,
    });
    const end = [
      [],
      [event('task.started', 1), event('task.progressed', 2, { percent: 20 + (index % 60), stage: 'work' })],
      [
        event('task.started', 1),
        event('task.charged', 2, { entry_id: 'c', amount_credits: `${index}.2500` }),
        event('task.succeeded', 3),
      ],
      [
        event('task.failed', 2, {
          error: { code: 'out_of_memory', message: 'It did not fit.', retryable: true },
        }),
      ],
      [event('task.canceled', 2, { reason: 'no longer needed' })],
    ][index % 5];
    return [created, ...(end ?? [])];
  }).flat();
}

/** Every text of a task that a producer controls, hostile. */
export function hostileTask(subject: string): Told[] {
  const text = HOSTILE;
  const event = (type: string, data: object): Told => ({ type, subject, data });
  return [
    event('task.created', {
      capability: text.slice(0, 100),
      model: text.slice(0, 100),
      input: { [text]: text, html: [text] },
      metadata: { [text.slice(0, 60)]: text },
      callback: { url: `javascript:alert(1)//${text}` },
    }),
    event('task.started', { resolved_model: text.slice(0, 100) }),
    event('task.progressed', { percent: 10, stage: text.slice(0, 100), message: text }),
    event('task.charged', { entry_id: 'c', amount_credits: '1.0000' }),
    event('task.refunded', { entry_id: 'r', amount_credits: '0.5000', reason: text }),
    event('task.usage_recorded', {
      characters: 1,
      lines: [
        { meter: text.slice(0, 60), quantity: '1', unit: text.slice(0, 30), billed_amount_credits: '1.0000' },
      ],
    }),
    event('task.warned', {
      warnings: [{ code: text.slice(0, 60), message: text, field: text.slice(0, 60) }],
    }),
    event('task.cancel_requested', { reason: text }),
    event('task.failed', {
      error: { code: text.slice(0, 60), message: text, retryable: false, param: text.slice(0, 60) },
    }),
    event('task.invented', { anything: text }),
  ];
}
