import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allOperatorRoutes } from './all-operator-routes.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../../docs/operations/operator-api.md');

test('the page for operators has every route, and no other', () => {
  const unused = () => Promise.reject(new Error('nothing is asked'));
  const routes = allOperatorRoutes({
    partitions: unused,
    database: {
      relays: unused,
      rebuilds: unused,
      misplaced: unused,
      deadLetters: { list: unused, show: unused, discard: unused, redrive: unused },
      tenants: {
        create: unused,
        list: unused,
        setDisabled: unused,
        createKey: unused,
        listSecrets: unused,
        replaceSecret: null,
        revokeSecret: unused,
      },
    },
    producer: { send: unused },
    topic: 'task.events',
    publishTimeoutMs: 1000,
  });
  const described = [...page.matchAll(/^\| `((?:GET|POST) \/operator\/\S+)`/gm)].map(([, route]) => route);
  expect(described.sort()).toEqual(routes.map(({ method, template }) => `${method} ${template}`).sort());
});

test('the page for operators has every error of theirs', () => {
  const codes = [...read('operator-error.ts').matchAll(/^ {2}(\w+): \{/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !page.includes(`| \`${code}\``))).toEqual([]);
});
