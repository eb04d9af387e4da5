/** What the bench uses of the npm library net-snmp, which brings no types. */
declare module 'net-snmp' {
  interface Session {
    subtree(
      oid: string,
      maxRepetitions: number,
      feed: (varbinds: readonly unknown[]) => void,
      done: (error: Error | null) => void,
    ): void;
    close(): void;
  }
  const snmp: {
    readonly Version2c: number;
    createSession(address: string, community: string, options: { port: number; version: number }): Session;
  };
  export default snmp;
}
