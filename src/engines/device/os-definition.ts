/** One way to recognise an operating system: all the conditions given must hold. */
export interface OsCondition {
  /**
   * Start of the device's sysObjectID, one of them: below 1.3.6.1.4.1 (an enterprise number first), or absolute
   * when it starts with `1.`.
   */
  readonly oid?: string | readonly string[];
  /** Regular expression, letter case respected, that the sysDescr matches. */
  readonly descr?: string;
  /** An OID, written as above, below which the device has a value; never true when only sysObjectID is known. */
  readonly has?: string;
}

/** What a definition file says of one operating system. */
export interface OsDefinition {
  /** Short name, stable, lower case: the one the field uses. */
  readonly os: string;
  readonly vendor: string;
  /** network, wireless, firewall, loadbalancer, server, storage, power, environment, printer, collaboration… */
  readonly type: string;
  /** A general-purpose system that appliances are built on: counts only when nothing else does. */
  readonly weak?: boolean;
  readonly when: readonly OsCondition[];
}
