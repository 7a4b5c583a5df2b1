import { describe, expect, it } from 'vitest';
import { groupsOf, orderOf, readUsageSearch, usageDays, withGroup, withOrder } from './usage-search.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('the address of the page', () => {
  it('is 30 days by day, the newest first, where it says nothing', () => {
    const search = readUsageSearch({});
    expect(search).toEqual({});
    expect(groupsOf(search)).toEqual(['day']);
    expect(orderOf(search)).toEqual({ by: 'day', descending: true });
    expect(usageDays(search, NOW)).toEqual({ first: '2026-01-31', last: '2026-03-01' });
  });

  it('keeps what can be, and leaves the rest aside', () => {
    expect(
      readUsageSearch({
        period: 'month',
        group_by: 'model,day,model,evil',
        sort: '-charged_credits',
        x: '1',
      }),
    ).toEqual({ period: 'month', group_by: 'model,day', sort: '-charged_credits' });
    expect(readUsageSearch({ group_by: 'evil', sort: '<b>', period: 3 })).toEqual({});
    expect(groupsOf(readUsageSearch({ group_by: 'none' }))).toEqual([]);
  });

  it('takes a group in its place, lets go of the last one, and forgets an order that may be of a group that is gone', () => {
    const both = withGroup({ group_by: 'model', sort: 'model', period: '7d' }, 'day');
    expect(both).toEqual({ period: '7d', group_by: 'day,model' });
    expect(withGroup({ group_by: 'model' }, 'model')).toEqual({ group_by: 'none' });
  });

  it('turns the order round, and begins with the greatest amount and the first word', () => {
    const byModel = { group_by: 'model' };
    expect(orderOf(byModel)).toEqual({ by: 'net_charged_credits', descending: true });
    expect(withOrder(byModel, 'net_charged_credits', false).sort).toBe('net_charged_credits');
    expect(withOrder(byModel, 'tasks', false).sort).toBe('-tasks');
    expect(withOrder(byModel, 'model', true).sort).toBe('model');
  });
});
