import { Gauge, type Registry } from 'prom-client';
import manifest from '../../package.json' with { type: 'json' };

/** Shows what runs: the version of the project, the commit where it is known, and the version of Node. */
export function buildMetrics(registry: Registry, revision = ''): void {
  const gauge = new Gauge({
    name: 'taskfold_build_info',
    help: '1, with what runs: version, commit (`unknown` outside of an image) and version of Node.',
    labelNames: ['version', 'revision', 'node'],
    registers: [registry],
  });
  const node = process.versions.node;
  gauge.set({ version: manifest.version, revision: revision === '' ? 'unknown' : revision, node }, 1);
}
