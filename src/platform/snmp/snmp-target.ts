/** Where an agent answers. */
export interface SnmpTarget {
  /** A literal address of either family. */
  readonly address: string;
  readonly port: number;
}

/** How to speak to it. */
export type SnmpCredential = { readonly version: 'v1' | 'v2c'; readonly community: string };

/** Why a request brought no answer. */
export type SnmpFailure =
  /** Nothing came back in time, after all tries. */
  | 'timeout'
  /** The agent answered that it cannot (error-status), other than “no such name”. */
  | 'refused'
  /** The system could not send: no route, port unreachable. */
  | 'unreachable'
  /** The client was stopped. */
  | 'closed';

export class SnmpError extends Error {
  readonly failure: SnmpFailure;
  /** Word of error-status, for `refused`. */
  readonly status: string | null;

  constructor(failure: SnmpFailure, target: SnmpTarget, status: string | null = null) {
    super(
      `snmp ${failure}${status === null ? '' : ` (${status})`} from ${target.address} port ${target.port}`,
    );
    this.failure = failure;
    this.status = status;
  }
}
