import type { Pool } from 'pg';

/** Who acts, and what for. */
export interface Operator {
  /** Not empty. */
  readonly actor: string;
  /** For whoever reads the audit log later. */
  readonly reason?: string | undefined;
}

export interface OperatorAct extends Operator {
  /** Such as `tenant.created`. */
  readonly action: string;
  /** To which: `tenant/<id>`. */
  readonly subject: string;
}

/** What the audit log says of the reason beside what else there is to say. */
export function auditDetails({ reason }: Operator, more: object = {}): string {
  return JSON.stringify(reason === undefined ? more : { ...more, reason });
}

/** Notes an act in the audit log. */
export async function noteAct(pool: Pick<Pool, 'query'>, act: OperatorAct): Promise<void> {
  await pool.query('INSERT INTO audit_log (actor, action, subject, details) VALUES ($1, $2, $3, $4::jsonb)', [
    act.actor,
    act.action,
    act.subject,
    auditDetails(act),
  ]);
}
