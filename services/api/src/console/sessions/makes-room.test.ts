import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SessionCookie } from '../../sessions/session-cookies.ts';
import type { ConsoleSession } from '../../tokens/console-sessions.ts';
import { MAX_SESSIONS, makesRoom } from './makes-room.ts';

const sessionOf = (id: string, keyHash: string, expiresAt: number): ConsoleSession => ({
  ...{ id, keyHash, expiresAt },
  ...{ tenantId: 't', keyStart: 'sk-', label: '' },
});
const held: fc.Arbitrary<readonly SessionCookie[]> = fc
  .array(fc.option(fc.record({ key: fc.constantFrom(...'abcdefghijkl'), expiresAt: fc.nat(1000) })), {
    maxLength: 20,
  })
  .map((all) =>
    all.map((each, index) => {
      const id = String(index);
      return { name: `n${id}`, id, session: each && sessionOf(id, each.key, each.expiresAt) };
    }),
  );
const further = sessionOf('new', 'a', 5000);

it('leaves a browser with so many at most, one of each key that comes again, and the others as long as there is room', () => {
  fc.assert(
    fc.property(held, (cookies) => {
      const dropped = makesRoom(cookies, further);
      const left = cookies.filter((cookie) => !dropped.includes(cookie));
      expect(left.length + 1).toBeLessThanOrEqual(MAX_SESSIONS);
      expect(left.some(({ session }) => session?.keyHash === 'a')).toBe(false);
      const others = dropped.filter(({ session }) => session?.keyHash !== 'a');
      if (others.length > 0) expect(left.length + 1).toBe(MAX_SESSIONS);
      // Nothing that lasts longer makes room for what ends earlier, or is of no session.
      const lasts = ({ session }: SessionCookie) => session?.expiresAt ?? 0;
      for (const cookie of others)
        for (const kept of left) expect(lasts(cookie)).toBeLessThanOrEqual(lasts(kept));
    }),
  );
});
