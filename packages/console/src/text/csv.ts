const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A cell that a spreadsheet takes for text and never for a formula, whoever wrote it. */
function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Lines of cells as RFC 4180 has them. */
export function csvText(lines: readonly (readonly (string | number | null | undefined)[])[]): string {
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
