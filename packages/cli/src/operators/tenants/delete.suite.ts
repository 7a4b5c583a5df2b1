import { createPool } from '@taskfold/database';
import { expect, test } from 'vitest';
import type { CliSystem } from '../../testing/cli-system.ts';
import { eventLines, type Step, WHOLE_COURSE } from '../../testing/event-lines.ts';
import { runCommand } from '../../testing/run-command.ts';
import { OPERATOR_COMMANDS } from '../index.ts';

const OPEN: readonly Step[] = ['task.created', 'task.started'];

/** Beside a running API and processor, which fold what is asked for. */
export function tenantDeletionTests(system: CliSystem): void {
  const operate = (...args: string[]) =>
    runCommand(OPERATOR_COMMANDS, args, { env: { ...system.serviceEnv } });

  async function publishAs(key: string, lines: string): Promise<void> {
    const env = { TASKFOLD_API_KEY: key };
    const published = await system.run(['events', 'publish', '-', '--jsonl'], { stdin: lines, env });
    expect(published).toMatchObject({ code: 0 });
    const last = JSON.parse(published.out.trim().split('\n').at(-1) ?? '{}');
    const headers = { authorization: `Bearer ${key}`, prefer: 'wait=30' };
    await fetch(`${system.url}/v1/tasks/${last.task_id}?min_position=${last.position}`, { headers });
  }

  async function column(text: string, values: readonly unknown[] = []): Promise<unknown[]> {
    const pool = createPool({ url: system.serviceEnv.DATABASE_URL ?? '', max: 1, applicationName: 'test' });
    try {
      return (await pool.query<{ value: unknown }>(text, [...values])).rows.map(({ value }) => value);
    } finally {
      await pool.end();
    }
  }

  test('a tenant is deleted with all that it owns, others are not touched, and the log brings nothing back', async () => {
    const keys = { leaving: await system.key('leaving'), staying: await system.key('staying') };
    const ids = ['leaving_1', 'leaving_2', 'leaving_3'];
    for (const id of ids) await publishAs(keys.leaving, eventLines(id, WHOLE_COURSE));
    await publishAs(keys.leaving, eventLines('leaving_open', OPEN));
    await publishAs(keys.staying, eventLines('staying_1', WHOLE_COURSE));

    const asked = await operate('tenants', 'delete', 'leaving');
    expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('4 tasks. Nothing was done') });
    const args = ['tenants', 'delete', 'leaving', '--yes', '--actor', 'ann', '--reason', 'contract ended'];
    const deleted = await operate(...args, '--json');
    expect(deleted).toMatchObject({ code: 0, err: expect.stringContaining('erasing: asked for 4 tasks') });
    expect(JSON.parse(deleted.out)).toMatchObject({ erased_tasks: 4, removed_tasks: 4, removed_keys: 1 });

    for (const table of ['tasks', 'usage_records', 'ledger_entries', 'timeline', 'deliveries', 'api_keys']) {
      const owners = await column(`SELECT DISTINCT tenant_id AS value FROM ${table}`);
      expect(owners, table).not.toContain('leaving');
      if (table !== 'deliveries') expect(owners, table).toContain('staying');
    }
    const shown = await fetch(`${system.url}/v1/tasks/leaving_1`, {
      headers: { authorization: `Bearer ${await system.key('leaving')}` },
    });
    expect(shown.status).toBe(403);
    expect(await column("SELECT action AS value FROM audit_log WHERE subject = 'tenant/leaving'")).toEqual([
      'tenant.disabled',
      'tenant.deleted',
    ]);

    await operate('tenants', 'enable', 'leaving');
    const again = await system.key('leaving');
    await publishAs(
      again,
      eventLines('leaving_1', [['task.charged', { entry_id: 'late', amount_credits: '1' }]]),
    );
    await expect
      .poll(() => column("SELECT reason AS value FROM timeline WHERE task_id = 'leaving_1'"))
      .toEqual(['pruned']);
    expect(await operate('projection', 'verify')).toMatchObject({ code: 0 });
    expect(await operate(...args)).toMatchObject({ code: 0, out: expect.stringContaining('0 tasks erased') });
  });

  test('with --keep-sums the tasks stay without their content', async () => {
    const key = await system.key('books');
    await publishAs(key, eventLines('books_1', WHOLE_COURSE));
    expect(await operate('tenants', 'delete', 'books', '--keep-sums', '--yes')).toMatchObject({ code: 0 });
    expect(
      await column(
        `SELECT jsonb_build_array(data_removed, input, output, status, charged_credits) AS value FROM tasks
         WHERE tenant_id = 'books'`,
      ),
    ).toEqual(['[true, null, null, "succeeded", 40]']);
    expect((await operate('tenants', 'delete', 'nobody_at_all', '--yes')).code).toBe(3);
  });

  test('where nothing is folded it waits, and what was begun is ended by the next time', async () => {
    const key = await system.key('slow');
    await publishAs(key, eventLines('slow_1', OPEN));
    const aborted = new AbortController();
    const args = ['tenants', 'delete', 'slow', '--yes'];
    const broken = await runCommand(OPERATOR_COMMANDS, args, {
      env: { ...system.serviceEnv },
      signal: aborted.signal,
      onErr: () => aborted.abort(),
    });
    expect(broken.code).toBe(130);
    expect(await operate(...args)).toMatchObject({ code: 0 });
    expect(await column("SELECT 1 AS value FROM tasks WHERE tenant_id = 'slow'")).toEqual([]);
  });
}
