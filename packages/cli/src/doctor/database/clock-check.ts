import type { Check } from '../check.ts';
import { clockDifference, clockFindings } from '../clocks.ts';
import type { Database } from './open-database.ts';

const NOW = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now';

export function databaseClockCheck(database: () => Database): Check {
  return {
    id: 'database.clock',
    title: 'Clock of PostgreSQL',
    page: 'docs/operations/doctor.md#databaseclock',
    needs: ['database.connection'],
    async examine() {
      const { login } = database();
      const difference = await clockDifference(async () => {
        const { rows } = await login.query<{ readonly now: number }>(NOW);
        return rows[0]?.now ?? Number.NaN;
      });
      const { aheadMs, uncertainMs } = difference;
      return {
        summary: `${aheadMs.toFixed(0)} ms from this machine's, to ${uncertainMs.toFixed(0)} ms`,
        values: { ahead_ms: Math.round(aheadMs), uncertain_ms: Math.ceil(uncertainMs) },
        findings: clockFindings('PostgreSQL', difference),
      };
    },
  };
}
