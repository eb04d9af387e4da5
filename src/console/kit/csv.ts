import type { Language } from '#engines/text.ts';

type Cell = string | number | null | undefined;

/**
 * Rows as a spreadsheet of that language opens them: `;` and decimal comma in French, `,` and point in English,
 * quoted as RFC 4180 §2 says, with a byte order mark. A text that a spreadsheet would run as a formula is disarmed.
 */
export function toCsv(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  language: Language,
): string {
  const separator = language === 'fr' ? ';' : ',';
  const lines = [header, ...rows].map((row) => row.map((cell) => csvCell(cell, language)).join(separator));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function csvCell(cell: Cell, language: Language): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') {
    const text = String(cell);
    return language === 'fr' ? text.replace('.', ',') : quote(text);
  }
  return quote(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
}

function quote(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the blob once the click is handled.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
