import { describe, expect, it } from 'vitest';
import { RequestContext } from '../context/request-context.ts';
import { createByteBudget } from './byte-budgets.ts';

const MIB = 1024 * 1024;

function contextOf(tenantId: string, keyId: string): RequestContext {
  const context = new RequestContext('req', 1000, null);
  context.finish();
  context.caller = { keyId, tenantId, projectId: 'p', scopes: new Set(), expiresAtMs: null };
  return context;
}

describe('a budget of bytes', () => {
  it('is a quarter for a key, half for a tenant, and all of it for all', () => {
    const budget = createByteBudget({ maxBytes: 8 * MIB, what: 'Bodies' });
    const take = (tenant: string, key: string) => () => budget.take(contextOf(tenant, key), MIB);
    const shares = [take('a', 'a1')(), take('a', 'a1')()];
    expect(take('a', 'a1')).toThrow(
      expect.objectContaining({ code: 'rate_limited', headers: ['Retry-After', '1'] }),
    );
    shares.push(take('a', 'a2')(), take('a', 'a2')());
    expect(take('a', 'a3')).toThrow('of this tenant');
    for (const key of ['b', 'b', 'c', 'c']) shares.push(take(key, key)());
    expect(take('d', 'd')).toThrow(expect.objectContaining({ code: 'service_unavailable' }));
    shares[0]?.release();
    take('d', 'd')();
    expect(budget.held).toBe(8 * MIB);
  });

  it('counts nothing that is small or has no caller', () => {
    const budget = createByteBudget({ maxBytes: 1, what: 'Bodies' });
    for (let times = 0; times < 100; times += 1) budget.take(contextOf('a', 'a'), 16_384);
    const nobody = contextOf('a', 'a');
    nobody.caller = null;
    budget.take(nobody, MIB);
    expect(budget.held).toBe(0);
  });
});
