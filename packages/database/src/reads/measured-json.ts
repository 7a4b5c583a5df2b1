import type { CustomTypesConfig } from 'pg';
import { TYPE_PARSERS } from '../pools/type-parsers.ts';

/** Bytes of JSON that a query may still keep; below 0 by a part of the last text that was kept. */
export interface JsonBudget {
  left: number;
}

const JSON_OID = 114;
/** No JSON text. */
const CUT = '';

/** Whether the text was let go because the budget was used up. */
export function isCut(text: string | null): boolean {
  return text === CUT;
}

/** Parsers for one query that keep `json` as long as there is room, so that many large values do not lie in memory at once. */
export function measuredJson(budget: JsonBudget): CustomTypesConfig {
  const keep = (text: string) => {
    budget.left -= text.length;
    return budget.left + text.length > 0 ? text : CUT;
  };
  return {
    getTypeParser: (oid, format) => (oid === JSON_OID ? keep : TYPE_PARSERS.getTypeParser(oid, format)),
  };
}
