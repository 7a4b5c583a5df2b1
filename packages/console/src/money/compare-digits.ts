const FORM = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Orders decimals by their digits, however many there are. What is no decimal comes first. */
export function compareDigits(left: string, right: string): number {
  const [a, b] = [FORM.exec(left), FORM.exec(right)];
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const places = Math.max(a[3]?.length ?? 0, b[3]?.length ?? 0);
  const [x, y] = [scaled(a, places), scaled(b, places)];
  return x < y ? -1 : Number(x > y);
}

function scaled([, sign, whole = '0', fraction = '']: RegExpExecArray, places: number): bigint {
  const digits = BigInt(whole + fraction.padEnd(places, '0'));
  return sign === '-' ? -digits : digits;
}
