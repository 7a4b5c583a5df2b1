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
  ])('takes %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is shared by a network, and used up by failures alone', () => {
    const clock = { now: 0 };
    const budget = createFailureBudget(2, () => clock.now);
    for (let times = 0; times < 10; times += 1) budget.check('2001:db8::1');
    budget.failed('2001:db8::1');
    budget.failed('2001:db8::2');
    expect(() => budget.check('2001:db8::3')).toThrow(
      expect.objectContaining({ code: 'rate_limited', headers: ['Retry-After', '30'] }),
    );
    budget.check('2001:db8:0:1::1');
    clock.now = 30_000;
    budget.check('2001:db8::3');
  });
});
