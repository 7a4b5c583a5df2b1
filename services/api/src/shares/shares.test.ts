import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createShares, type Share } from './shares.ts';

const LIMITS = { perKey: 10, perTenant: 15, inAll: 20 };
const caller = (tenantId: string, keyId = tenantId) => ({ tenantId, keyId: `${tenantId}/${keyId}` });

describe('shares', () => {
  it('are refused by whoever has none left: the key, then the tenant, then the process', () => {
    const shares = createShares(LIMITS);
    const steps = [
      [caller('a', '1'), 10],
      [caller('a', '1'), 1],
      [caller('a', '2'), 6],
      [caller('a', '2'), 5],
      [caller('b'), 5],
      [caller('c'), 1],
    ] as const;
    const answers = steps.map(([who, amount]) => shares.take(who, amount));
    expect(answers.map((taken) => (taken.kind === 'taken' ? 'taken' : taken.by))).toEqual([
      'taken',
      'key',
      'tenant',
      'taken',
      'taken',
      'process',
    ]);
  });

  it('let who holds nothing have one amount that is larger than its share', () => {
    expect(createShares(LIMITS).take(caller('a'), 18).kind).toBe('taken');
  });

  it('come back once, and all of them', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            tenant: fc.constantFrom('a', 'b', 'c'),
            key: fc.constantFrom('1', '2'),
            amount: fc.nat(8),
          }),
        ),
        fc.array(fc.nat(8)),
        (asked, sizes) => {
          const shares = createShares(LIMITS);
          const held: Share[] = [];
          for (const { tenant, key, amount } of asked) {
            const taken = shares.take(caller(tenant, key), amount);
            if (taken.kind === 'taken') held.push(taken.share);
            expect(shares.held).toBeLessThanOrEqual(LIMITS.inAll);
          }
          for (const [index, size] of sizes.entries()) held[index]?.resize(size);
          for (const share of [...held, ...held]) share.release();
          expect(shares.held).toBe(0);
          expect(shares.take(caller('a'), LIMITS.inAll).kind).toBe('taken');
        },
      ),
    );
  });
});
