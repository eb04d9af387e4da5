/** Letters without accents or case, so that « equ » finds « Équipements ». */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Each word of the request begins or lies within the text. */
export function matchWords(text: string, words: string): boolean {
  const target = fold(text);
  return fold(words)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => target.includes(word));
}
