import { expect, test } from 'vitest';
import { createHealth } from './health.ts';

test('is not ready before anything was said', () => {
  expect(createHealth().readiness()).toEqual({
    ok: false,
    checks: { process: { ok: false, reason: 'starting' } },
  });
});

test('is ready while every required check is ok', () => {
  const health = createHealth({ required: ['database', 'kafka'] });
  health.setReady('database', true);
  expect(health.readiness()).toMatchObject({
    ok: false,
    checks: { kafka: { ok: false, reason: 'starting' } },
  });
  health.setReady('kafka', true);
  expect(health.readiness().ok).toBe(true);
  health.setReady('database', false, 'unreachable');
  expect(health.readiness()).toMatchObject({ ok: false, checks: { database: { reason: 'unreachable' } } });
});

test('what is only shown does not decide', () => {
  const health = createHealth({ required: ['database'] });
  health.setReady('database', true);
  health.showReady('kafka', false, 'away');
  expect(health.readiness()).toEqual({
    ok: true,
    checks: { database: { ok: true, reason: 'ok' }, kafka: { ok: false, reason: 'away', required: false } },
  });
});

test('is not ready as soon as it stops, whatever is said afterwards', () => {
  const health = createHealth();
  health.setReady('database', true);
  health.beginStop();
  health.setReady('database', true);
  expect(health.readiness()).toMatchObject({ ok: false, checks: { process: { reason: 'stopping' } } });
});

test('lives unless a check says otherwise; one that throws does', () => {
  const health = createHealth();
  expect(health.liveness().ok).toBe(true);
  let progress = true;
  health.setLive('consumer', () => ({
    ok: progress,
    reason: progress ? 'progress' : 'no progress for 60 s',
  }));
  expect(health.liveness().ok).toBe(true);
  progress = false;
  expect(health.liveness()).toMatchObject({
    ok: false,
    checks: { consumer: { reason: 'no progress for 60 s' } },
  });
  progress = true;
  health.setLive('broken', () => {
    throw new Error('x');
  });
  expect(health.liveness()).toMatchObject({ ok: false, checks: { broken: { ok: false } } });
});

test('liveness does not look at readiness', () => {
  const health = createHealth({ required: ['database'] });
  health.beginStop();
  expect(health.liveness().ok).toBe(true);
});
