/** C0, DEL, C1, the separators of lines and paragraphs, what turns the direction of text around, and halves of pairs. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;

/**
 * Outside data as a person may see it on a terminal: whatever would act on it, or show other text than there is, stands as
 * `\u001b`. Within the strings of JSON text it means the same as before.
 */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, escaped);
}

/** The same for text of several lines, in columns or not: line feeds and tabs stay. */
export function escapeLines(text: string): string {
  return text.replace(CONTROLS, (control) =>
    control === '\n' || control === '\t' ? control : escaped(control),
  );
}

function escaped(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
