import { shownMetrics } from '../metrics/shown-metrics.ts';

const HEAD = `# Metrics

What \`/metrics\` on the admin port of the services shows, made of their registries by \`npm run generate\`. Every metric has the label
\`service\`, too. Those of the API's replica are there where it has a \`DATABASE_REPLICA_URL\`, those of a role of the processor where it has
that role. No label is a tenant, a task or a URL.

| metric | type | labels | of | what it is |
| --- | --- | --- | --- | --- |
`;

/** docs/reference/metrics.md */
export function metricsPage(): string {
  const rows = [...shownMetrics().values()].map(
    ({ name, type, labels, services, help }) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${services.join(', ')} | ${cell(help)} |`,
  );
  return `${HEAD}${rows.join('\n')}\n`;
}

const cell = (text: string) => text.replaceAll('|', '\\|').replace(/[^.]$/, '$&.');
