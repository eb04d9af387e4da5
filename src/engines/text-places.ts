/** Turns an offset in a text into a 1-based line and column (UTF-16 units, as editors count). */
export type TextPlaces = (offset: number) => { readonly line: number; readonly column: number };

/** Line ends are LF, CR LF and a lone CR. The index is built at the first question. */
export function createTextPlaces(text: string): TextPlaces {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    const bounded = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: bounded - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const lineEnd = /\r\n?|\n/g;
  while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex);
  return starts;
}
