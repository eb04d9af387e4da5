import './chart.css';
import { lazy } from 'react';
import type { Instant } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { PartBoundary } from './part-boundary.tsx';
import type { State } from './state.ts';

export interface ChartSeries {
  readonly name: string;
  /** One for each time; null where nothing is known: the line is then cut, never drawn through. */
  readonly values: readonly (number | null)[];
}

export interface ChartThreshold {
  readonly value: number;
  readonly label: string;
  readonly state: State;
}

/** A period under the lines: an outage, a maintenance. */
export interface ChartPeriod {
  readonly from: Instant;
  readonly to: Instant;
  readonly state: State;
}

export interface ChartProps {
  /** What is measured, and of what: « Latence de la liaison Nouméa–Koné ». */
  readonly label: string;
  readonly times: readonly Instant[];
  readonly series: readonly ChartSeries[];
  /** Writes a value with its unit. */
  readonly format: (value: number) => string;
  readonly thresholds?: readonly ChartThreshold[];
  readonly periods?: readonly ChartPeriod[];
  readonly height?: number;
  /** Keeps zero on the scale (default); false for what never comes near it. */
  readonly fromZero?: boolean;
}

const Canvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }));

/** Measures over time: one series in the accent, several in a colour-blind-safe order with their names at the end. */
export function Chart(props: ChartProps) {
  const height = props.height ?? 180;
  return (
    <figure className="chart">
      <PartBoundary fallback={<div className="bone" style={{ height }} />}>
        <Canvas {...props} height={height} />
      </PartBoundary>
      <Summary {...props} />
    </figure>
  );
}

/** The same in words, for who does not see the drawing. */
function Summary({ label, series, format }: ChartProps) {
  const t = useT();
  return (
    <figcaption className="visually-hidden">
      {label}.{' '}
      {series.map((one) => {
        const known = one.values.filter((value): value is number => value !== null);
        const last = known.at(-1);
        if (last === undefined)
          return t({ fr: '{name} : rien de connu. ', en: '{name}: nothing known. ' }, { name: one.name });
        return t(
          {
            fr: '{name} : de {low} à {high}, en dernier {last}. ',
            en: '{name}: from {low} to {high}, last {last}. ',
          },
          {
            name: one.name,
            low: format(Math.min(...known)),
            high: format(Math.max(...known)),
            last: format(last),
          },
        );
      })}
    </figcaption>
  );
}
