import type { MibView } from '#engines/snmprec/mib-view.ts';
import { normaliseOid } from '#engines/snmprec/oid.ts';
import { absoluteOid } from './absolute-oid.ts';
import type { OsCondition, OsDefinition } from './os-definition.ts';
import { osDefinitions } from './os-definitions.ts';
import { vendorOf } from './vendor-of.ts';

/** What a device says of itself (SNMPv2-MIB system group); either may be missing. */
export interface SystemFacts {
  readonly sysObjectId: string | null;
  readonly sysDescr: string | null;
}

export interface Identity {
  /** Short name of the operating system; null when no definition fits. */
  readonly os: string | null;
  /** The vendor, by its enterprise number when the operating system is unknown; null without either. */
  readonly vendor: string | null;
  /** What the device is for: network, firewall, power…; null when unknown. */
  readonly type: string | null;
}

/** sysDescr is at most 255 octets (RFC 3418 §2); what lies far beyond is no evidence and costs time. */
const MOST_DESCR = 2000;
/** Numbers of agent software and of chip makers, which say nothing of the device: Net-SNMP, UCD, bsnmp, Broadcom. */
const agentOnly = /^(?!1\.3\.6\.1\.4\.1\.[1-9])|^1\.3\.6\.1\.4\.1\.(8072|2021|12325|4413)(\.|$)/u;

interface Candidate {
  readonly definition: OsDefinition;
  /** More is surer: what the sysDescr says, then how deep the sysObjectID agrees. */
  readonly rank: number;
}

interface CompiledCondition {
  readonly definition: OsDefinition;
  readonly oids: readonly string[] | null;
  readonly descr: RegExp | null;
  readonly has: string | null;
}

/** The definitions made ready for matching once. */
const compiled: readonly CompiledCondition[] = osDefinitions.flatMap((definition) =>
  definition.when.map((condition) => compile(definition, condition)),
);

/**
 * Tells the operating system, vendor and type of a device from its sysObjectID and sysDescr, and from its other
 * values when a view of them is at hand. The surest definition wins: one whose description fits before one whose
 * OID alone does, the longer OID before the shorter; general-purpose systems come last.
 */
export function identify(facts: SystemFacts, view: MibView | null = null): Identity {
  const oid = facts.sysObjectId === null ? null : normaliseOid(facts.sysObjectId.trim());
  const descr = (facts.sysDescr ?? '').slice(0, MOST_DESCR);
  let best: Candidate | null = null;
  const owner = agentOnly.test(oid ?? '') ? null : vendorOf(oid);
  for (const condition of compiled) {
    const rank = rankOf(condition, { oid, descr, view, owner });
    if (rank > 0 && (best === null || rank > best.rank)) best = { definition: condition.definition, rank };
  }
  if (best === null) return { os: null, vendor: owner, type: null };
  const { os, vendor, type } = best.definition;
  return { os, vendor, type };
}

interface Evidence {
  readonly oid: string | null;
  readonly descr: string;
  readonly view: MibView | null;
  /** Who holds the enterprise number, null when it only names the agent software. */
  readonly owner: string | null;
}

/** 0 when the condition does not hold. */
function rankOf({ definition, oids, descr, has }: CompiledCondition, evidence: Evidence): number {
  const { oid, view, owner } = evidence;
  let depth = 0;
  if (oids !== null) {
    if (oid === null) return 0;
    for (const prefix of oids)
      if (`${oid}.`.startsWith(`${prefix}.`)) depth = Math.max(depth, prefix.split('.').length);
    if (depth === 0) return 0;
  }
  if (descr !== null && !descr.test(evidence.descr)) return 0;
  if (has !== null && (view === null || !view.has(has))) return 0;
  // Words alone say little of a device whose number belongs to somebody else: product names repeat.
  const isAtHome = depth > 0 || owner === null || owner === definition.vendor;
  const said = descr === null ? 0 : isAtHome ? 100 : 1;
  return (definition.weak === true ? 1 : 1000) + said + depth + (has === null ? 0 : 50);
}

function compile(definition: OsDefinition, { oid, descr, has }: OsCondition): CompiledCondition {
  return {
    definition,
    oids: oid === undefined ? null : (typeof oid === 'string' ? [oid] : oid).map(absoluteOid),
    descr: descr === undefined ? null : new RegExp(descr, 'u'),
    has: has === undefined ? null : absoluteOid(has),
  };
}
