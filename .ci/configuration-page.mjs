// The reference page of every setting and the example of an environment file, made from the schemas of the services and
// commands. With --check nothing is written; it fails where one is stale.
//
// node --disable-warning=ExperimentalWarning .ci/configuration-page.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { migrationConfigSchema } from '../packages/database/src/migrations/migration-config.ts';
import { topicsConfigSchema } from '../packages/kafka/src/topics/config.ts';
import { mistypedNames } from '../packages/runtime/src/config/mistyped-names.ts';
import { describeConfig, variableNames } from '../packages/runtime/src/config/variables.ts';
import { configSchema as api } from '../services/api/src/config.ts';
import { configSchema as processor } from '../services/processor/src/config.ts';

const PARTS = [
  { title: 'API', schema: api },
  { title: 'Processor', schema: processor },
  { title: 'Topics', schema: topicsConfigSchema },
  { title: 'Migrations', schema: migrationConfigSchema },
];

/** Variables that several parts read alike stand once, in front. */
function sections() {
  const parts = PARTS.map((part) => ({ ...part, variables: describeConfig(part.schema) }));
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const shared = parts
    .flatMap(({ variables }) => variables)
    .filter((variable, index, all) => all.findIndex((other) => isSame(variable, other)) === index)
    .filter(
      (variable) => parts.filter((part) => part.variables.some((own) => isSame(own, variable))).length > 1,
    );
  const whoReads = (variable) =>
    parts.filter((part) => part.variables.some((own) => isSame(own, variable))).map(({ title }) => title);
  return [
    { title: 'Shared', variables: shared.map((variable) => ({ ...variable, who: whoReads(variable) })) },
    ...parts.map(({ title, variables }) => ({
      title,
      variables: variables.filter((variable) => !shared.some((other) => isSame(other, variable))),
    })),
  ].filter(({ variables }) => variables.length > 0);
}

const HEAD = `# Configuration

Made from the schemas of the services (\`npm run generate\`). Everything is set by environment variables. One that is empty counts as one
that is not set. Of a secret, \`<NAME>_FILE\` may name a file that holds it instead, as Docker and Kubernetes mount them; both at once are
refused. Times are milliseconds and sizes bytes where a name says so (\`_MS\`, \`_BYTES\`).

\`node services/api/src/main.ts --validate\`, and the processor's likewise, reports everything that is wrong at once, says whether what the settings
lead to can be reached, and exits: 0 all is well, 1 something cannot be reached, 2 the configuration is wrong. \`--offline\` connects to nothing.
A variable whose name is a letter or two from a setting, or has \`TASKFOLD_\` before one, is warned of there and in the log.

Without a restart count: the files of \`KAFKA_TLS_*_FILE\` (from the next connection on), \`KAFKA_SASL_PASSWORD_FILE\` and
\`KAFKA_SASL_OAUTH_CLIENT_SECRET_FILE\` (with the next connection or token), and the credentials that AWS's tools find. All else is read at the start.
`;

const cell = (text) => text.replaceAll('|', '\\|');
const line = (cells) => `| ${cells.join(' | ')} |\n`;

function row({ name, file, description, form, required, secret, who, ...variable }) {
  const names = file === null ? `\`${name}\`` : `\`${name}\`, \`${file}\``;
  const fallback = required ? 'required' : variable.default === null ? '' : `\`${variable.default}\``;
  const meaning = secret ? `${description} Secret.` : description;
  return line([names, form, fallback, meaning, ...(who ? [who.join(', ')] : [])].map(cell));
}

function page() {
  const tables = sections().map(({ title, variables }) => {
    const heads = ['variable', 'form', 'default', 'meaning', ...(variables[0].who ? ['read by'] : [])];
    return `\n## ${title}\n\n${line(heads)}${line(heads.map(() => '---'))}${variables.map(row).join('')}`;
  });
  return `${HEAD}${tables.join('')}`;
}

function example() {
  const lines = sections().map(({ title, variables }) => {
    const settings = variables.map(({ name, description, required, ...variable }) => {
      const setting = `${name}=${variable.default ?? ''}`;
      return `${wrapped(description)}\n${required ? setting : `# ${setting}`}\n`;
    });
    return `# ${title}\n\n${settings.join('\n')}`;
  });
  return `# Made from the schemas of the services: npm run generate. docs/reference/configuration.md says more.\n\n${lines.join('\n')}`;
}

/** As comments of at most 120 characters a line. */
function wrapped(text) {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines.at(-1).length + word.length > 116) lines.push('');
    lines[lines.length - 1] += lines.at(-1) === '' ? word : ` ${word}`;
  }
  return lines.map((line) => `# ${line}`).join('\n');
}

// A file of settings may be shared: no part takes another's for one of its own that is mistyped.
const namesOf = ({ schema }) => variableNames(schema);
for (const part of PARTS) {
  const others = Object.fromEntries(PARTS.flatMap(namesOf).map((name) => [name, 'set']));
  for (const warning of mistypedNames(namesOf(part), others)) {
    process.stderr.write(`${part.title} would warn of a setting of others: ${warning}\n`);
    process.exitCode = 1;
  }
}

const root = new URL('../', import.meta.url);
for (const [path, text] of [
  ['docs/reference/configuration.md', page()],
  ['.env.example', example()],
]) {
  const url = new URL(path, root);
  if (!process.argv.includes('--check')) {
    writeFileSync(url, text);
  } else if (read(url) !== text) {
    process.stderr.write(`${path} is stale: run "npm run generate" and commit the result\n`);
    process.exitCode = 1;
  }
}

function read(url) {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return null;
  }
}
