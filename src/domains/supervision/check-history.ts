import type { History } from '#platform/history.ts';

export interface CheckSample {
  readonly at: string;
  readonly latencyMs: number | null;
  readonly up: number;
  readonly degraded: number;
  readonly down: number;
  readonly unknown: number;
}

/** Points of a curve, whatever the range asked for. */
const mostPoints = 240;

/** Results of a check over the last hours in equal steps: median latency and count of each state. */
export async function readSamples(
  history: History,
  checkId: string,
  hours: number,
  now: Date,
): Promise<readonly CheckSample[]> {
  const stepSeconds = Math.max(60, Math.ceil((hours * 3600) / mostPoints / 60) * 60);
  const rows = await history.query<{
    bucket: string;
    latency: number | null;
    up: string;
    degraded: string;
    down: string;
    unknown: string;
  }>(
    `select toStartOfInterval(at, toIntervalSecond({step:UInt32})) as bucket, quantile(0.5)(latency_ms) as latency,
       countIf(state = 'up') as up, countIf(state = 'degraded') as degraded, countIf(state = 'down') as down,
       countIf(state = 'unknown') as unknown
     from check_result
     where check_id = {check:String} and at >= fromUnixTimestamp64Milli({from:Int64})
     group by bucket order by bucket`,
    { step: stepSeconds, check: checkId, from: now.getTime() - hours * 3_600_000 },
  );
  return rows.map((row) => ({
    at: new Date(row.bucket).toISOString(),
    latencyMs: row.latency,
    up: Number(row.up),
    degraded: Number(row.degraded),
    down: Number(row.down),
    unknown: Number(row.unknown),
  }));
}
