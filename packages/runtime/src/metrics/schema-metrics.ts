import { Gauge, type Registry } from 'prom-client';

/** Shows how the migrations of the database and of this version differ; the result notes it. */
export function schemaMetrics(
  registry: Registry,
): (found: { readonly unknown: number; readonly missing: number }) => void {
  const gauge = new Gauge({
    name: 'taskfold_schema_migrations',
    help: 'Migrations of the database that this version does not know (`unknown`: it is older), and of this version that the database does not have (`missing`: run taskfold migrate).',
    labelNames: ['state'],
    registers: [registry],
  });
  return ({ unknown, missing }) => {
    gauge.set({ state: 'unknown' }, unknown);
    gauge.set({ state: 'missing' }, missing);
  };
}
