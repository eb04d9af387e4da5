/** Suggests at most so many times, so that a file full of slips is not slow to read. */
export type Suggester = (word: string, known: Iterable<string>) => string | null;

export function createSuggester(budget: number): Suggester {
  const memory = new Map<string, string | null>();
  return (word, known) => {
    const before = memory.get(word);
    if (before !== undefined) return before;
    if (memory.size >= budget || word.length > 40) return null;
    const found = nearestWord(word, known);
    memory.set(word, found);
    return found;
  };
}

/** The known word that is closest to this one, when one or two slips of the keyboard separate them; else null. */
function nearestWord(word: string, known: Iterable<string>): string | null {
  const allowed = word.length < 5 ? 1 : 2;
  let best: string | null = null;
  let bestDistance = allowed + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein: insertions, deletions and replacements that separate two words. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 1; index <= one.length; index++) {
    const next = [index];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (one[index - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
