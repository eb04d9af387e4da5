import type { Text } from '#engines/text.ts';
import type { DecisionPoint } from './decision-points.ts';
import type { DecisionTable } from './decision-tables.ts';

type Points = Readonly<Record<string, DecisionPoint>>;

/** One answer for each point of a table. */
export type Answers<Of extends Points> = { readonly [Name in keyof Of]: keyof Of[Name]['values'] & string };

export interface Decision<Outcome extends string> {
  readonly outcome: Outcome;
  /** The answers that lead to it, in the order of the table: « Exploitation : active », « Exposition : ouverte »… */
  readonly path: readonly Text[];
}

/** The outcome that a table gives to these answers, and the path that leads there. */
export function decide<Of extends Points, Outcome extends string>(
  table: DecisionTable<Of, Outcome>,
  answers: Answers<Of>,
): Decision<Outcome> {
  let row = 0;
  const path: Text[] = [];
  for (const name in table.points) {
    const point = table.points[name] as DecisionPoint;
    const keys = Object.keys(point.values);
    const place = Math.max(0, keys.indexOf(answers[name]));
    row = row * keys.length + place;
    const value = point.values[keys[place] ?? ''];
    if (value !== undefined) path.push(step(point, value.name));
  }
  // Every combination has its row: the test holds each of them against the published tables.
  return { outcome: table.rows[row] as Outcome, path };
}

function step(point: DecisionPoint, value: Text): Text {
  return { fr: `${point.name.fr} : ${value.fr}`, en: `${point.name.en}: ${value.en.toLowerCase()}` };
}
