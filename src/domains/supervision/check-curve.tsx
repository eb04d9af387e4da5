import { useMemo } from 'react';
import { useReader } from '#console/clock.ts';
import { formatExact } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Chart } from '#console/kit/chart.tsx';
import type { ChartPeriod } from '#console/kit/chart.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { StateCount, StateShape } from '#console/kit/state-badge.tsx';
import { stateTexts } from '#console/kit/state.ts';
import type { State } from '#console/kit/state.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { readCheck } from './api.ts';
import { formatLatency } from './check-words.tsx';

type CheckReply = ReplyOf<typeof readCheck>;
type Sample = CheckReply['samples'][number];

const hidden = ['down', 'degraded', 'unknown'] as const;

/** The worst that the step holds. */
function stateOfSample(sample: Sample): State {
  return hidden.find((state) => sample[state] > 0) ?? 'ok';
}

interface CheckCurveProps {
  readonly check: CheckReply;
  readonly hours: number;
}

/** Latency and states over the hours asked for; what is not known is a hole, never a line. */
export function CheckCurve({ check, hours }: CheckCurveProps) {
  const t = useT();
  const language = useLanguage();
  const { steps, periods } = useMemo(() => stepsOf(check.samples, hours), [check.samples, hours]);
  if (!check.historyAvailable) {
    return (
      <Empty
        mark={<StateShape state="unknown" />}
        title={t({ fr: 'L’historique ne répond pas', en: 'The history does not answer' })}
      >
        {t({
          fr: 'Les relevés passés ne peuvent pas être lus pour le moment : la courbe manque, elle n’est pas vide. L’état ci-dessus reste juste, et les relevés à venir sont gardés.',
          en: 'Past results cannot be read for now: the curve is missing, not empty. The state above remains right, and the results to come are kept.',
        })}
      </Empty>
    );
  }
  if (check.samples.length === 0) {
    return (
      <Empty title={t({ fr: 'Aucun relevé sur cette période', en: 'No result over this period' })}>
        {check.enabled
          ? t({
              fr: 'Le premier relevé paraît ici dans la minute qui suit.',
              en: 'The first result shows here within the next minute.',
            })
          : t({ fr: 'La sonde est désactivée.', en: 'The check is disabled.' })}
      </Empty>
    );
  }
  const slow = check.target.degradedMs;
  return (
    <>
      <Chart
        label={t({ fr: 'Latence de {name}', en: 'Latency of {name}' }, { name: check.name })}
        times={steps.map((step) => step.at)}
        series={[
          {
            name: t({ fr: 'Latence médiane', en: 'Median latency' }),
            values: steps.map((step) => step.sample?.latencyMs ?? null),
          },
        ]}
        format={(value) => formatLatency(value, language)}
        periods={periods}
        {...(slow === undefined
          ? {}
          : {
              thresholds: [
                { value: slow, label: t({ fr: 'lente', en: 'slow' }), state: 'degraded' as const },
              ],
            })}
      />
      <Strip steps={steps} />
      <Counts samples={check.samples} />
    </>
  );
}

interface Step {
  readonly at: number;
  readonly sample: Sample | null;
}

/** Equal steps over the hours, those without a result left empty. */
function stepsOf(samples: readonly Sample[], hours: number): { steps: Step[]; periods: ChartPeriod[] } {
  // As the server groups them: `check-history.ts`.
  const stepMillis = Math.max(60, Math.ceil((hours * 3600) / 240 / 60) * 60) * 1000;
  const known = new Map(samples.map((sample) => [Date.parse(sample.at), sample]));
  const last = Math.max(...known.keys());
  const count = Math.ceil((hours * 3_600_000) / stepMillis);
  const steps = Array.from({ length: count }, (_, index) => {
    const at = last - (count - 1 - index) * stepMillis;
    return { at, sample: known.get(at) ?? null };
  });
  const periods = steps.flatMap(({ at, sample }) => {
    const state = sample === null ? 'ok' : stateOfSample(sample);
    return state === 'ok' ? [] : [{ from: at - stepMillis / 2, to: at + stepMillis / 2, state }];
  });
  return { steps, periods };
}

/** The states under the curve, on the same axis. */
function Strip({ steps }: { steps: readonly Step[] }) {
  const t = useT();
  const reader = useReader();
  return (
    <div className="check-strip" aria-hidden>
      {runsOf(steps).map((run) => (
        <span
          key={run.from}
          className={run.state ?? 'gap'}
          style={{ flex: run.count }}
          title={`${formatExact(run.from, reader)} · ${
            run.state === null ? t({ fr: 'aucun relevé', en: 'no result' }) : t(stateTexts[run.state])
          }`}
        />
      ))}
    </div>
  );
}

interface Run {
  readonly from: number;
  readonly state: State | null;
  readonly count: number;
}

function runsOf(steps: readonly Step[]): Run[] {
  const runs: Run[] = [];
  for (const { at, sample } of steps) {
    const state = sample === null ? null : stateOfSample(sample);
    const before = runs.at(-1);
    if (before?.state === state) runs[runs.length - 1] = { ...before, count: before.count + 1 };
    else runs.push({ from: at, state, count: 1 });
  }
  return runs;
}

/** The same in words: how many results of each state. */
function Counts({ samples }: { samples: readonly Sample[] }) {
  const t = useT();
  const total = (state: 'up' | (typeof hidden)[number]): number =>
    samples.reduce((sum, sample) => sum + sample[state], 0);
  const counts = {
    ok: total('up'),
    degraded: total('degraded'),
    down: total('down'),
    unknown: total('unknown'),
  };
  const all = counts.ok + counts.degraded + counts.down + counts.unknown;
  return (
    <p className="check-counts">
      <span className="muted">
        {t(
          { fr: '{count} relevé :|{count} relevés :', en: '{count} result:|{count} results:' },
          { count: all },
        )}
      </span>
      {(['ok', 'degraded', 'down', 'unknown'] as const)
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <StateCount key={state} state={state} count={counts[state]} />
        ))}
    </p>
  );
}
