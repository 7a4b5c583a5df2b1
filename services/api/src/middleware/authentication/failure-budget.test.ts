import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFailureBudget, networkOf } from './failure-budget.ts';

describe('the budget of failed authentication', () => {
  it.each([
    [undefined, 'none'],
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1.1', '1.1'],
    ['Unknown', 'unknown'],
  ])('takes %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('has one name for a network of IPv6, however its addresses are written, and another one for each other', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const groups = fc.array(fc.oneof(group, fc.constant(0)), { minLength: 8, maxLength: 8 });
    const text = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(':');
    // IPv4-mapped and the rest of ::/32 have names of their own.
    fc.assert(
      fc.property(
        groups.filter(([first]) => first !== 0),
        groups,
        (address, other) => {
          const network = address.slice(0, 4);
          const neighbour = [...network, ...other.slice(4)];
          const long = address.map((part) => part.toString(16).padStart(4, '0').toUpperCase()).join(':');
          const short = new URL(`http://[${text(address)}]/`).hostname.slice(1, -1);
          for (const one of [text(address), long, short, `${short}%eth0`, text(neighbour)]) {
            expect(networkOf(one)).toBe(`${text(network)}::/64`);
          }
        },
      ),
    );
  });

  it('is shared by a network, and what was given back can be taken again', () => {
    const clock = { now: 0 };
    const budget = createFailureBudget(2, () => clock.now);
    for (let times = 0; times < 10; times += 1) {
      expect(budget.take('2001:db8::1')).toBe(true);
      budget.giveBack('2001:db8::1');
    }
    expect(budget.take('2001:db8::1')).toBe(true);
    expect(budget.take('2001:db8::2')).toBe(true);
    expect(budget.take('2001:db8::3')).toBe(false);
    expect(budget.refusal('2001:db8::3')).toMatchObject({
      code: 'rate_limited',
      headers: ['Retry-After', '30'],
    });
    expect(budget.take('2001:db8:0:1::1')).toBe(true);
    clock.now = 30_000;
    expect(budget.take('2001:db8::3')).toBe(true);
  });
});
