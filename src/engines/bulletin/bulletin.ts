import type { Text } from '#engines/text.ts';
import type { Tlp } from './tlp.ts';

export type Urgency = 'immediate' | 'days3' | 'days14' | 'planned';

/** Work that is asked for on software that has a vulnerability. */
export interface FactFinding {
  readonly id: string;
  readonly title: string;
  readonly urgency: Urgency;
  /** ISO 8601 instant. */
  readonly dueAt: string | null;
  readonly assignedTo: string | null;
}

/** A vulnerability that touches us and of which something was heard in the week. */
export interface FactVulnerability {
  readonly name: string;
  readonly title: string;
  readonly exploited: boolean;
  /** All that is known here is a doubt. */
  readonly toConfirm: boolean;
  /** Heard of for the first time in the week; anything else heard of it is a change. */
  readonly isNew: boolean;
  readonly cvss: number | null;
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  /** « Fortinet FortiOS », distinct. */
  readonly software: readonly string[];
  readonly services: readonly string[];
  readonly findings: readonly FactFinding[];
}

/** An `avis` or `alerte` of CERT-FR of the week, or an alert still open. */
export interface FactNotice {
  readonly id: string;
  readonly kind: 'avis' | 'alerte';
  readonly title: string;
  readonly url: string;
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly isOpenAlert: boolean;
  readonly systems: readonly string[];
  readonly risks: readonly string[];
  readonly cves: readonly string[];
}

/** What a week's bulletin is drafted from. */
export interface BulletinFacts {
  readonly vulnerabilities: readonly FactVulnerability[];
  readonly notices: readonly FactNotice[];
}

export type Why = 'exploited' | 'alert' | 'new' | 'changed';

/** One line of the bulletin, as drafted. */
export interface BulletinLine {
  /** Number of the CERT-FR notice, or `software:` and a name. */
  readonly key: string;
  readonly reference: string | null;
  readonly url: string | null;
  readonly title: string;
  readonly systems: readonly string[];
  readonly risks: readonly string[];
  /** The worst first. */
  readonly cves: readonly string[];
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly why: readonly Why[];
  readonly toConfirm: boolean;
  readonly services: readonly string[];
  readonly actions: readonly string[];
  readonly urgency: Urgency | null;
  readonly dueAt: string | null;
  readonly responsible: readonly string[];
  readonly findingIds: readonly string[];
}

/** An alert of CERT-FR that nothing of ours answers to, as far as known. */
export interface OtherAlert {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}

export interface BulletinDraft {
  readonly lines: readonly BulletinLine[];
  /** Lines beyond what one bulletin holds: the least urgent. */
  readonly left: number;
  readonly vulnerabilities: number;
  readonly exploited: number;
  readonly services: number;
  readonly otherAlerts: readonly OtherAlert[];
}

/** What a person changed of one line. */
export interface LineEdit {
  readonly key: string;
  readonly leftOut: boolean;
  readonly note: string;
  /** In place of what was drafted; empty: as drafted. */
  readonly action: string;
  readonly responsible: string;
}

/** A limit of the watch of that week: what a calm bulletin must say of itself. */
export type Caveat = Text;

/** All that one bulletin is made of. */
export interface Bulletin {
  readonly administration: string;
  /** Monday, `2026-11-16`. */
  readonly week: string;
  readonly version: number;
  readonly tlp: Tlp;
  /** Null: the sentences drafted from the figures. */
  readonly introduction: string | null;
  readonly draft: BulletinDraft;
  readonly edits: readonly LineEdit[];
  readonly caveats: readonly Caveat[];
  /** IANA zone of its dates. */
  readonly timeZone: string;
  readonly preparedBy: string;
  /** Null while it is a draft. */
  readonly publishedAt: string | null;
  /** When its figures were read. */
  readonly readAt: string;
}
