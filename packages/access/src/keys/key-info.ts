import type { Instant, Scope } from '@taskfold/contract';
import { instantOf, instantOrNull } from '@taskfold/database';
import { isScope } from './scopes.ts';

/** What is told of an API key: never the key. */
export interface ApiKeyInfo {
  readonly keyId: string;
  readonly name: string;
  readonly projectId: string;
  /** The first 12 characters. */
  readonly keyStart: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

/** The columns of it. */
export const INFO = {
  keyId: true,
  name: true,
  projectId: true,
  keyStart: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
} as const;

interface Row {
  readonly keyId: string;
  readonly name: string;
  readonly projectId: string;
  readonly keyStart: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export function toKeyInfo(row: Row): ApiKeyInfo {
  return {
    ...row,
    scopes: row.scopes.filter(isScope),
    createdAt: instantOf(row.createdAt),
    expiresAt: instantOrNull(row.expiresAt),
    revokedAt: instantOrNull(row.revokedAt),
    lastUsedAt: instantOrNull(row.lastUsedAt),
  };
}
