import type { AllowList } from '#platform/net/allow-list.ts';
import { deadlineSignal, type Reach } from '#platform/net/dial.ts';
import { createNameResolver, type NameResolver } from '#platform/net/resolve-name.ts';
import { IcmpBatcher, type IcmpBatcherOptions } from './icmp-batcher.ts';
import { probeDns } from './probe-dns.ts';
import { probeHttp } from './probe-http.ts';
import { probeIcmp } from './probe-icmp.ts';
import { result, type ProbeContext, type ProbeOptions, type ProbeResult } from './probe-result.ts';
import { probeTcp } from './probe-tcp.ts';
import { probeTls } from './probe-tls.ts';
import { describeTarget, type Target } from './targets.ts';

export interface Prober {
  /** Never rejects: whatever could not be judged is `unknown`, with its reason. */
  probe(target: Target, options: ProbeOptions): Promise<ProbeResult>;
  stop(): void;
}

export interface ProberOptions {
  /** Asked at each connection, so that a change of the settings counts at once. */
  readonly allowList: () => AllowList;
  readonly names?: NameResolver;
  readonly icmp?: IcmpBatcherOptions;
}

function run(target: Target, context: ProbeContext, batcher: IcmpBatcher): Promise<ProbeResult> {
  switch (target.kind) {
    case 'icmp':
      return probeIcmp(target, context, batcher);
    case 'tcp':
      return probeTcp(target, context);
    case 'http':
      return probeHttp(target, context);
    case 'tls':
      return probeTls(target, context);
    case 'dns':
      return probeDns(target, context);
  }
}

/** One per process: holds the resolver's cache and the ICMP batches. */
export function createProber(options: ProberOptions): Prober {
  const batcher = new IcmpBatcher(options.icmp);
  const reach: Reach = { allowList: options.allowList, names: options.names ?? createNameResolver() };
  const probe = async (target: Target, { timeoutMs, signal, now }: ProbeOptions): Promise<ProbeResult> => {
    const context: ProbeContext = {
      reach,
      timeoutMs,
      signal: deadlineSignal(timeoutMs, signal),
      deadlineMs: performance.now() + timeoutMs,
      now: now ?? (() => new Date()),
    };
    try {
      return await run(target, context, batcher);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const detail = {
        fr: `${describeTarget(target)} : la sonde elle-même a échoué (${message}), la cible n’a pas pu être jugée.`,
        en: `${describeTarget(target)}: the check itself failed (${message}), so the target could not be judged.`,
      };
      return result('unknown', 'probe.error', detail, { message });
    }
  };
  return { probe, stop: () => batcher.stop() };
}
