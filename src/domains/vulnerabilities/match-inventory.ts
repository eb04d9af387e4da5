import type { Software } from '#engines/inventory/software.ts';
import type { ComponentName } from '#engines/matching/component-name.ts';
import { componentNames } from '#engines/matching/component-names.ts';
import { matchNamed } from '#engines/matching/match.ts';
import type { Match } from '#engines/matching/match.ts';
import { createMatcher } from '#engines/matching/matcher.ts';
import type { Matcher } from '#engines/matching/matcher.ts';
import { upgradeTarget } from '#engines/matching/upgrade-target.ts';
import { decide } from '#engines/ssvc/decide.ts';
import { deployerTable, humanImpactTable } from '#engines/ssvc/decision-tables.ts';
import type { DeployerOutcome } from '#engines/ssvc/decision-points.ts';
import { exploitationOf } from '#engines/ssvc/exploitation.ts';
import { technicalFacts } from '#engines/ssvc/technical-facts.ts';
import type { Text } from '#engines/text.ts';
import type { FeedFile } from './feed-layout.ts';
import { loadRules } from './load-rules.ts';
import type { LoadedSource } from './load-rules.ts';
import { threatsInFiles } from './threats-in-files.ts';
import type { FileThreat } from './threats-in-files.ts';
import { wantedNames } from './wanted-names.ts';

/** One vulnerability of one component of an inventory. */
export interface FileMatch extends Match {
  /** File, record and place in it: `cve5/cve5-estate.jsonl.gz:1204/containers/cna/affected/0/versions/1`. */
  readonly evidence: string;
  readonly priority: DeployerOutcome;
  /** Why it is that urgent. */
  readonly reason: Text;
  readonly threat: FileThreat;
  /** The smallest version that leaves no vulnerability whose fix is known; null when no fix is named. */
  readonly upgradeTo: string | null;
}

export interface FileMatching {
  readonly matches: readonly FileMatch[];
  /** Advisories that speak of the inventory. */
  readonly advisories: number;
}

export interface InventoryOptions {
  readonly isFiltered?: boolean;
  readonly onFault: (place: string, fault: Text) => void;
}

/** Matches an inventory, all of it on one asset, against feed files, without a database. */
export async function matchInventory(
  files: readonly FeedFile[],
  software: readonly Software[],
  options: InventoryOptions,
): Promise<FileMatching> {
  const names = software.map((one) => componentNames(one));
  const sources = await loadRules(files, wantedNames(names), options);
  const matcher = createMatcher(sources);
  const matches = matchNamed(matcher, software, names);
  const cves = new Set(matches.map(({ vulnerability }) => vulnerability));
  const threats = await threatsInFiles(files, cves, options.onFault);
  const targets = upgradesOf(matcher, names);
  const urgencies = new Map<string, Pick<FileMatch, 'priority' | 'reason' | 'threat'>>();
  return {
    advisories: sources.length,
    matches: matches.map((match): FileMatch => {
      const { vulnerability, component, source, rule } = match;
      let urgency = urgencies.get(vulnerability);
      if (urgency === undefined)
        urgencies.set(vulnerability, (urgency = urgencyOf(threats.get(vulnerability) ?? unknownThreat)));
      const evidence = `${(source as LoadedSource).place}${rule.pointer}`;
      return { ...match, ...urgency, evidence, upgradeTo: targets(component) };
    }),
  };
}

/** Components of one source package have one target: it is looked for once. */
function upgradesOf(
  matcher: Matcher,
  names: readonly (readonly ComponentName[])[],
): (component: number) => string | null {
  const known = new Map<string, string | null>();
  return (component) => {
    const own = names[component] ?? [];
    const key = own.map(({ namespace, name, version }) => `${namespace} ${name} ${version}`).join('\n');
    let target = known.get(key);
    if (target === undefined) known.set(key, (target = upgradeTarget(matcher, own)?.version ?? null));
    return target;
  };
}

const unknownThreat: FileThreat = { kev: null, epss: null, ssvc: null, cvss: [] };

/** From this probability on, exploitation that nobody reports counts as demonstrated: the policy's own default. */
const likelyEpss = 0.1;

/**
 * The deployer's table of SSVC, as if the asset were reachable in part (`controlled`) and no public service stood on it,
 * since a list of software tells neither.
 */
function urgencyOf(threat: FileThreat): Pick<FileMatch, 'priority' | 'reason' | 'threat'> {
  const { kev, ssvc, epss, cvss } = threat;
  const exploitation = exploitationOf(
    { kev, alerts: [], ssvc, publicExploit: false, epss: epss?.score ?? null },
    likelyEpss,
  );
  const newest = cvss.toSorted((a, b) => (a.version < b.version ? 1 : -1))[0];
  const technical = technicalFacts(newest?.vector ?? null, ssvc);
  const human = decide(humanImpactTable, { safetyImpact: 'negligible', missionImpact: 'degraded' });
  const { outcome } = decide(deployerTable, {
    exploitation: exploitation.value,
    systemExposure: 'controlled',
    automatable: technical.automatable.value,
    humanImpact: human.outcome,
  });
  return { priority: outcome, reason: exploitation.reason, threat };
}
