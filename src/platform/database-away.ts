/** SQLSTATE classes 08 (connection) and 57P (operator intervention), and what the socket says when nobody listens. */
const states = /^(08...|57P0[1-5])$/;
const sockets: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);
const words =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/;

/** Whether an error says that the database is away for now, rather than that something is wrong with the request. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (
    typeof code === 'string' &&
    (states.test(code) ||
      (sockets.has(code) && (syscall === 'connect' || syscall === 'write' || syscall === 'read')))
  ) {
    return true;
  }
  return words.test(error.message);
}
