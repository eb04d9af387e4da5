/** What all forms of VEX mean by their status (CISA, Minimum Requirements for VEX, 2023 §2.3.4). */
export const vexStatuses = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;
export type VexStatus = (typeof vexStatuses)[number];

/** Why a product is not affected (CISA, VEX Status Justifications, 2022): the words of CSAF flags and of OpenVEX. */
export const vexJustifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;
export type VexJustification = (typeof vexJustifications)[number];

/** What its maker answers to an affected product, in the words of CycloneDX. */
export const vexResponses = [
  'can_not_fix',
  'will_not_fix',
  'update',
  'rollback',
  'workaround_available',
] as const;
export type VexResponse = (typeof vexResponses)[number];

/** A product by what names it; each part is empty when the document does not say it. */
export interface VexName {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly cpe: string;
}

export interface VexProduct extends VexName {
  /** The product that it is a part of, or the machine that it is installed on, when the statement is about it there only. */
  readonly within: VexName | null;
}

/** One statement: a vulnerability, the products it is about, what is said of them. */
export interface VexStatement {
  /** The CVE, or another number when there is none. */
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  /** What the vulnerability is, when the document says so. */
  readonly description: string;
  readonly products: readonly VexProduct[];
  readonly status: VexStatus;
  /** For `not_affected` only; null when the document gives its reason in words alone. */
  readonly justification: VexJustification | null;
  readonly responses: readonly VexResponse[];
  /** Impact statement of what is not affected, action statement of what is, note of the rest. */
  readonly statement: string;
  /** ISO 8601 instant. */
  readonly at: string | null;
  readonly documentId: string;
}

export type VexFormat = 'csaf' | 'cyclonedx' | 'openvex';

export interface VexDocument {
  readonly format: VexFormat;
  readonly documentId: string;
  readonly title: string;
  readonly author: string;
  readonly at: string | null;
  readonly statements: readonly VexStatement[];
}

/** Head of a document that is written; everything that a clock or chance would give is handed in. */
export interface VexHead {
  /** Identifier of the document: CSAF tracking id, last part of the OpenVEX IRI. */
  readonly id: string;
  /** A random UUID: the serial number of CycloneDX. */
  readonly uuid: string;
  readonly title: string;
  readonly author: string;
  /** Web address of the author: the namespace that its identifiers belong to. */
  readonly namespace: string;
  readonly language: 'fr' | 'en';
  /** ISO 8601 instant. */
  readonly at: string;
}

/** Most statements and products read from one document. */
export const mostStatements = 20_000;
export const mostProducts = 100_000;
