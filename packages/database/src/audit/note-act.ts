import type { InputJsonObject } from '@prisma/client/runtime/client';
import type { PrismaTransaction } from '../pools/create-prisma.ts';

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
  /** What else there is to say. */
  readonly details?: InputJsonObject;
}

/** Notes an act in the audit log, in the transaction that does it. */
export async function noteAct(
  transaction: PrismaTransaction,
  { actor, reason, action, subject, details = {} }: OperatorAct,
): Promise<void> {
  await transaction.auditEntry.create({
    data: { actor, action, subject, details: reason === undefined ? details : { ...details, reason } },
  });
}
