import { type ListAuditQuery, listAuditQuery, OPERATOR_OPERATIONS, toWireTime } from '@taskfold/contract';
import type { SignedCursors } from '../cursors/signed-cursors.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Route } from '../http/route.ts';
import { readQuery } from '../query/read-query.ts';
import type { AuditEntry, AuditFilters, AuditPage } from './list-audit-entries.ts';
import { operatorRoute } from './operator-route.ts';

export interface AuditReader {
  /** What was done last first. */
  audit(filters: AuditFilters, page: AuditPage): Promise<readonly AuditEntry[]>;
}

/** `GET /operator/audit`: what operators did, and why. */
export function auditRoute({ audit }: AuditReader, cursors: SignedCursors): Route {
  return operatorRoute(OPERATOR_OPERATIONS.listAudit, async ({ url }) => {
    const query = readQuery(listAuditQuery, url);
    const { limit, cursor, ...filters } = query;
    const before = cursor === undefined ? null : placeOf(cursors.open(bindingOf(query), cursor));
    const found = await audit(filters, { limit: limit + 1, before });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      object: 'list',
      data: page.map(shown),
      next_cursor: last === undefined ? null : cursors.seal(bindingOf(query), String(last.auditId)),
      has_more: last !== undefined,
    };
  });
}

/** What pages of one list have in common: the filters. */
function bindingOf({ limit: _limit, cursor: _cursor, ...filters }: ListAuditQuery): string[] {
  return ['audit', ...Object.entries(filters).flat().map(String)];
}

/** @throws ApiError `invalid_cursor` for one that was not made here, or for other filters */
function placeOf(payload: string | null): number {
  if (payload === null) throw new ApiError('invalid_cursor', { param: '/cursor' });
  return Number(payload);
}

function shown({ auditId, occurredAt, actor, action, subject, details }: AuditEntry) {
  return {
    object: 'audit_entry',
    audit_id: auditId,
    occurred_at: toWireTime(occurredAt),
    actor,
    action,
    subject,
    details,
  };
}
