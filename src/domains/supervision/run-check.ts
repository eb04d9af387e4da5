import { historyRow } from '#map/observe.ts';
import type { Observation } from '#map/observe.ts';
import type { App } from '#platform/app.ts';
import { parseAllowList } from '#platform/net/allow-list.ts';
import { notFound } from '#platform/problems.ts';
import type { CheckState } from './evaluate.ts';
import { evaluate, neverChecked, retryDelayMs } from './evaluate.ts';
import type { ProbeResult } from './probe-result.ts';
import type { Prober } from './prober.ts';
import { createProber } from './prober.ts';
import { ResultWriter } from './result-writer.ts';
import { ensureSupervisionSource } from './source.ts';
import type { StoredCheck } from './store.ts';
import { loadChecks, writeFailures } from './store.ts';

/** Probes checks, decides what to believe, and hands it to the map. One per process. */
export interface CheckRunner {
  readonly prober: Prober;
  readonly writer: ResultWriter;
  /** One look at one check; says how soon to look again when the result is in doubt. */
  look(check: StoredCheck, signal?: AbortSignal): Promise<{ result: ProbeResult; nextInMs: number | null }>;
  /** What was believed of a check counts no more (its definition changed). */
  forget(checkId: string): void;
}

const runners = new WeakMap<App, CheckRunner>();

export function checkRunner(app: App): CheckRunner {
  const known = runners.get(app);
  if (known !== undefined) return known;
  const created = createRunner(app);
  runners.set(app, created);
  return created;
}

export function supervisionProber(app: App): Prober {
  return checkRunner(app).prober;
}

function createRunner(app: App): CheckRunner {
  const { value: allowList, problems } = parseAllowList(app.config.allowedTargets);
  for (const problem of problems)
    app.log.warn('left out of the allowed targets', { problem: problem.message.en });
  const prober = createProber({ allowList: () => allowList });
  const writer = new ResultWriter(app);
  const beliefs = new Map<string, CheckState>();
  let source: Promise<string> | null = null;
  const look: CheckRunner['look'] = async (check, signal) => {
    const result = await prober.probe(check.target, {
      timeoutMs: check.timeout_ms,
      ...(signal ? { signal } : {}),
    });
    // A look that was called off says nothing of its target.
    if (signal?.aborted === true) return { result, nextInMs: null };
    const now = new Date();
    const before = beliefs.get(check.id) ?? storedBelief(check);
    const { next, retrySoon } = evaluate(before, result, { retries: check.retries }, now);
    beliefs.set(check.id, next);
    if (next.consecutiveFailures !== before.consecutiveFailures) {
      await writeFailures(app.db, check.id, next.consecutiveFailures);
    }
    source ??= ensureSupervisionSource(app.db);
    const seen = observation(check, result, await source, now);
    // In doubt: kept in the history, believed when confirmed.
    if (next.state === result.state) writer.add({ ...seen, since: next.since ?? now });
    else app.history.insertRows('check_result', [historyRow(seen)]);
    return { result, nextInMs: retrySoon ? retryDelayMs(check.interval_seconds * 1000) : null };
  };
  return { prober, writer, look, forget: (id) => beliefs.delete(id) };
}

function storedBelief(check: StoredCheck): CheckState {
  if (check.state === null) return neverChecked;
  const consecutiveFailures = check.consecutive_failures;
  return { ...neverChecked, state: check.state, since: check.since, last: check.state, consecutiveFailures };
}

function observation(check: StoredCheck, result: ProbeResult, sourceId: string, now: Date): Observation {
  return {
    sourceId,
    assetId: check.asset_id,
    kind: check.target.kind,
    key: check.id,
    state: result.state,
    code: result.code,
    detail: result.detail,
    evidence: result.evidence,
    latencyMs: result.latencyMs,
    at: now,
    expectedEverySeconds: check.interval_seconds,
    demonstration: false,
  };
}

/** Looks at one check at once, as a person asks. Returns what was seen, believed or not yet. */
export async function runNow(app: App, checkId: string) {
  const check = (await loadChecks(app.db, checkId))[0];
  if (check === undefined) throw notFound({ fr: 'Sonde active', en: 'Enabled check' });
  const runner = checkRunner(app);
  const { result } = await runner.look(check);
  await runner.writer.settle();
  const now = new Date();
  return {
    ...result,
    since: check.state === result.state && check.since !== null ? check.since : now,
    observedAt: now,
  };
}
