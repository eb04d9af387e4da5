const ENTERPRISES = '1.3.6.1.4.1.';

/** The whole OID of one that definition files write short: below 1.3.6.1.4.1 unless it starts with `1.` or `0.`. */
export function absoluteOid(oid: string): string {
  return oid.startsWith('1.') || oid.startsWith('0.') ? oid : `${ENTERPRISES}${oid}`;
}
