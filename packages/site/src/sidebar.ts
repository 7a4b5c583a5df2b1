import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { pagePath } from './page-paths.ts';

interface Group {
  readonly text: string;
  /** In their order. Other pages of the folders follow by their titles. */
  readonly first: readonly string[];
  readonly folders?: readonly string[];
  /** A page that lists those of its folder: they follow it in that order. */
  readonly listedBy?: string;
  readonly collapsed?: boolean;
}

const OPERATIONS = 'docs/reference/http/README.md';

const GROUPS: readonly Group[] = [
  { text: 'Begin', first: ['docs/getting-started.md', 'docs/concepts.md', 'docs/glossary.md'] },
  {
    text: 'Use',
    first: [
      'docs/producing.md',
      'docs/asking.md',
      'docs/consuming.md',
      'docs/callbacks.md',
      'docs/integrations.md',
      'docs/browsers.md',
      'docs/console.md',
      'docs/generated-clients.md',
    ],
  },
  {
    text: 'HTTP API',
    first: [OPERATIONS],
    listedBy: OPERATIONS,
    folders: ['docs/reference/http'],
    collapsed: true,
  },
  {
    text: 'Reference',
    first: [
      'docs/reference/events.md',
      'docs/reference/envelope.md',
      'docs/reference/errors.md',
      'docs/reference/command-line.md',
      'docs/reference/configuration.md',
    ],
    folders: ['docs/reference'],
  },
  {
    text: 'Operate',
    first: [
      'docs/operations/README.md',
      'docs/containers.md',
      'charts/taskfold/README.md',
      'docs/operations/alarms.md',
    ],
    folders: ['docs/operations'],
  },
  {
    text: 'Why it is so',
    first: [
      'docs/architecture.md',
      'docs/decisions.md',
      'docs/soak.md',
      'docs/security.md',
      'docs/comparisons.md',
    ],
  },
  {
    text: 'Change it',
    first: ['CONTRIBUTING.md', 'docs/changing.md', 'CHANGELOG.md', 'SECURITY.md'],
    folders: ['docs'],
  },
  {
    text: 'Parts',
    first: [
      'services/api/README.md',
      'services/processor/README.md',
      'services/processor/src/callbacks/README.md',
    ],
    folders: ['packages/*', 'bench'],
    collapsed: true,
  },
];

/** Every page but the home page, each once, also those that nobody has put in order. */
export function sidebar(root: string): DefaultTheme.SidebarItem[] {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const placed = new Set(['docs/index.md', ...GROUPS.flatMap(({ first }) => first)]);
  return GROUPS.map(({ text, first, folders = [], listedBy, collapsed }) => {
    const list = listedBy === undefined ? '' : read(listedBy);
    const others = folders
      .flatMap((folder) => pagesIn(root, folder))
      .filter((file) => !placed.has(file))
      .map((file) => ({ ...item(file, read(file)), at: list.indexOf(`(${basename(file)})`) }))
      .toSorted((a, b) => a.at - b.at || a.text.localeCompare(b.text))
      .map(({ at: _, ...rest }) => rest);
    const items = [...first.map((file) => item(file, read(file))), ...others];
    return { text, items, ...(collapsed === undefined ? {} : { collapsed }) };
  });
}

const pagesIn = (root: string, folder: string) =>
  globSync(`${folder}/${folder.startsWith('docs') ? '*' : 'README'}.md`, { cwd: root });

function item(file: string, page: string): { readonly text: string; readonly link: string } {
  const title = /^# (.+)$/m.exec(page)?.[1] ?? file;
  return { text: title.replace(/^@taskfold\//, '').replaceAll('`', ''), link: `/${pagePath(file)}` };
}
