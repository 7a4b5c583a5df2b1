import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseViews, type SavedView, viewOf, withName, withoutView, withView } from './views.ts';

const AT_FIRST = { model: true, project: false };
const view = (name: string, more: Partial<SavedView> = {}): SavedView => ({
  name,
  filters: { status: 'failed' },
  columns: AT_FIRST,
  ...more,
});

test('a view is saved, replaced, renamed and taken away', () => {
  const saved = withView(withView([], view('a')), view('b'));
  const replaced = withView(saved, view('a', { filters: { model: 'm' } }));
  expect(replaced.map(({ name, filters }) => [name, filters])).toEqual([
    ['a', { model: 'm' }],
    ['b', { status: 'failed' }],
  ]);
  expect(withName(replaced, 'a', ' c ')?.map(({ name }) => name)).toEqual(['c', 'b']);
  expect(withName(replaced, 'a', 'b')).toBeNull();
  expect(withName(replaced, 'a', ' ')).toBeNull();
  expect(withName(replaced, 'a', 'a')).toEqual(replaced);
  expect(withoutView(replaced, 'a').map(({ name }) => name)).toEqual(['b']);
});

test('what is shown is a view where its filters and columns are, in any order', () => {
  const views = [view('a', { filters: { status: 'failed', model: 'm' } })];
  expect(viewOf(views, { model: 'm', status: 'failed' }, AT_FIRST)?.name).toBe('a');
  expect(viewOf(views, { model: 'm' }, AT_FIRST)).toBeNull();
  expect(viewOf(views, { model: 'm', status: 'failed', project_id: 'p' }, AT_FIRST)).toBeNull();
  expect(viewOf(views, { model: 'm', status: 'failed' }, { ...AT_FIRST, model: false })).toBeNull();
});

test('what was kept is read again, whatever came to it', () => {
  const views = [view('a'), view('b', { columns: { model: false, project: true } })];
  expect(parseViews(JSON.stringify(views), AT_FIRST)).toEqual(views);
  const strange = [
    {
      name: 'c',
      filters: { status: 'gone', model: 'm', constructor: 'x' },
      columns: { model: 'no', other: true },
    },
    { name: '' },
    { name: 'x'.repeat(61) },
    null,
    7,
  ];
  expect(parseViews(JSON.stringify(strange), AT_FIRST)).toEqual([view('c', { filters: { model: 'm' } })]);
  expect(parseViews('{"a":', AT_FIRST)).toEqual([]);
  expect(parseViews(null, AT_FIRST)).toEqual([]);
});

test('of any JSON only views are read, each name once, and they are read again as they are', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (kept) => {
      const views = parseViews(JSON.stringify(kept), AT_FIRST);
      expect(new Set(views.map(({ name }) => name)).size).toBe(views.length);
      expect(parseViews(JSON.stringify(views), AT_FIRST)).toEqual(views);
    }),
  );
});
