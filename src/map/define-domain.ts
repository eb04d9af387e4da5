import type { Text } from '#engines/text.ts';
import type { App } from '#platform/app.ts';
import type { Job } from '#platform/jobs.ts';
import type { Route } from '#platform/route.ts';
import type { Rule } from './rule.ts';
import type { Finder } from './store-search.ts';

/** A part with a life of its own (a poller, a listener): started after the map, stopped before it. */
export interface Worker {
  readonly id: string;
  readonly start: (app: App) => Promise<{ stop: () => Promise<void> }>;
}

/** A reader of the outside that hands its set to a bucket of the map, again and again. */
export interface Collector {
  readonly id: string;
  readonly title: Text;
  readonly everySeconds: number;
  /** Reads once. What it throws is recorded on its source; the map keeps what it had. */
  readonly collect: (app: App) => Promise<void>;
}

/** Everything a domain brings; data only, nothing happens on import. */
export interface Domain {
  readonly id: string;
  readonly title: Text;
  readonly routes: readonly Route[];
  readonly rules: readonly Rule[];
  readonly collectors: readonly Collector[];
  readonly jobs: readonly Job[];
  readonly workers: readonly Worker[];
  /** What the search of the console asks beside the map. */
  readonly finders: readonly Finder[];
}

/** Completes a manifest; what several domains together get wrong is found by `checkDomains` at boot. */
export function defineDomain(manifest: Pick<Domain, 'id' | 'title'> & Partial<Domain>): Domain {
  return { routes: [], rules: [], collectors: [], jobs: [], workers: [], finders: [], ...manifest };
}

/** Boot-time check: identifiers are unique and bear their owner's name. Returns what is wrong, in English, for the developer. */
export function checkDomains(domains: readonly Domain[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  const claim = (kind: string, id: string, owner: string) => {
    if (!id.startsWith(`${owner}.`)) faults.push(`${kind} ${id} of domain ${owner} must be named ${owner}.…`);
    if (seen.has(`${kind} ${id}`)) faults.push(`${kind} ${id} is declared twice`);
    seen.add(`${kind} ${id}`);
  };
  for (const domain of domains) {
    if (seen.has(`domain ${domain.id}`)) faults.push(`domain ${domain.id} is listed twice`);
    seen.add(`domain ${domain.id}`);
    for (const rule of domain.rules) claim('rule', rule.id, domain.id);
    for (const job of domain.jobs) claim('job', job.id, domain.id);
    for (const collector of domain.collectors) claim('collector', collector.id, domain.id);
    for (const worker of domain.workers) claim('worker', worker.id, domain.id);
    for (const route of domain.routes) {
      claim('contract', route.contract.id, domain.id);
      const address = `${route.contract.method} ${route.contract.path}`;
      if (seen.has(address)) faults.push(`${address} is answered twice`);
      seen.add(address);
    }
  }
  return faults;
}
