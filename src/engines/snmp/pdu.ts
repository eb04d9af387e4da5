import type { SnmpTag } from '#engines/snmprec/varbind.ts';

/** PDUs by their tag (RFC 3416 §3); `trap` is that of SNMPv1 (RFC 1157 §4.1.6). */
export const pduTags = {
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  set: 0xa3,
  trap: 0xa4,
  getBulk: 0xa5,
  inform: 0xa6,
  trapV2: 0xa7,
  report: 0xa8,
} as const;

export type PduType = keyof typeof pduTags;

/** What an agent answers in place of a value (RFC 3416 §3). */
export const exceptionTags = { noSuchObject: 128, noSuchInstance: 129, endOfMibView: 130 } as const;
export type ExceptionTag = (typeof exceptionTags)[keyof typeof exceptionTags];

export interface PduVarbind {
  /** Numeric, without leading dot. */
  readonly oid: string;
  readonly tag: SnmpTag | ExceptionTag;
  /** As `SnmpValue.raw`; empty for an exception. */
  readonly raw: string;
}

/** Every PDU but the trap of SNMPv1. For GetBulk, the two error fields are non-repeaters and max-repetitions. */
export interface Pdu {
  readonly type: Exclude<PduType, 'trap'>;
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly varbinds: readonly PduVarbind[];
}

/** Trap-PDU of SNMPv1. */
export interface TrapV1 {
  readonly type: 'trap';
  readonly enterprise: string;
  readonly agentAddress: string;
  readonly genericTrap: number;
  readonly specificTrap: number;
  /** Hundredths of a second. */
  readonly timestamp: number;
  readonly varbinds: readonly PduVarbind[];
}

/** Words of error-status (RFC 3416 §3). */
export const errorStatuses = [
  'noError',
  'tooBig',
  'noSuchName',
  'badValue',
  'readOnly',
  'genErr',
  'noAccess',
  'wrongType',
  'wrongLength',
  'wrongEncoding',
  'wrongValue',
  'noCreation',
  'inconsistentValue',
  'resourceUnavailable',
  'commitFailed',
  'undoFailed',
  'authorizationError',
  'notWritable',
  'inconsistentName',
] as const;
