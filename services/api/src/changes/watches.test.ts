import { describe, expect, it } from 'vitest';
import { createWatches } from './watches.ts';

const { signal } = new AbortController();

describe('a watch', () => {
  it('is woken by its topics and by no other', async () => {
    const watches = createWatches();
    const watch = watches.begin(['a', 'b']);
    watches.tell('c');
    expect(await watch.next(signal, 5)).toBe('time_up');
    const waiting = watch.next(signal);
    watches.tell('b');
    expect(await waiting).toBe('changed');
    expect(await watch.next(signal, 5)).toBe('time_up');
  });

  it('misses nothing between its beginning and its waiting, and counts it once', async () => {
    const watches = createWatches();
    const watch = watches.begin(['a']);
    watches.tell('a');
    watches.tell('a');
    expect(await watch.next(signal)).toBe('changed');
    expect(await watch.next(signal, 5)).toBe('time_up');
  });

  it('ends with the signal, and leaves nothing behind', async () => {
    const watches = createWatches();
    const watch = watches.begin(['a', 'b']);
    expect(watches.size).toBe(1);
    const gone = new AbortController();
    const waiting = watch.next(gone.signal);
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(watch.next(gone.signal)).rejects.toThrow('gone');
    watch.end();
    watch.end();
    expect(watches.size).toBe(0);
    watches.tell('a');
    expect(await watch.next(signal, 5)).toBe('time_up');
  });

  it('is woken with all others', async () => {
    const watches = createWatches();
    const [first, second] = [watches.begin(['a']), watches.begin(['b'])];
    watches.tellAll();
    expect(await Promise.all([first.next(signal), second.next(signal)])).toEqual(['changed', 'changed']);
  });

  it('is closed with all others, also when it begins later', async () => {
    const watches = createWatches();
    const watch = watches.begin(['a']);
    const waiting = watch.next(signal);
    watches.close();
    expect(await waiting).toBe('closed');
    expect(await watches.begin(['a']).next(signal)).toBe('closed');
  });
});
