/** How a simulated agent misbehaves, as real ones do. */
export interface AgentFaults {
  /** Share of requests that get no answer, 0–1. */
  readonly loss?: number;
  readonly delayMs?: number;
  /** Each answer is cut to this many octets. */
  readonly truncateTo?: number;
  /** The order of the values of an answer is turned round. */
  readonly wrongOrder?: boolean;
  /** GetNext and GetBulk give the OID asked for, again and again. */
  readonly endless?: boolean;
  /** SNMPv2c is not spoken. */
  readonly v1Only?: boolean;
  /** GetBulk gets no answer. */
  readonly bulkUnsafe?: boolean;
  /** A request for more values than this gets no answer, as when fragments are lost. */
  readonly mostValues?: number;
  /** Octets that are no SNMP are sent back. */
  readonly garbage?: boolean;
}
