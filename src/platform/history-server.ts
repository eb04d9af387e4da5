/**
 * Child process that owns a history folder: the ClickHouse engine behind ClickHouse's own HTTP interface on a Unix
 * socket. It may be killed at any moment, and dies with its parent.
 * `node history-server.ts FOLDER SOCKET MEMORY_MIB`
 */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setPriority } from 'node:os';
import { Session } from 'chdb';
import { Gate } from './gate.ts';
import {
  type EngineRequest,
  assignmentStatement,
  plainInsert,
  readEngineRequest,
} from './history-request.ts';

const [, , folder = '', socketPath = '', memoryText = ''] = process.argv;
const memoryBytes = Number(memoryText) * 1_048_576;
const longestBodyBytes = 64 * 1_048_576;

const connectionArgs = [
  `--max_server_memory_usage=${memoryBytes}`,
  `--max_memory_usage=${Math.floor(memoryBytes * 0.6)}`,
  '--max_execution_time=30',
  '--max_threads=2',
  `--max_result_bytes=${128 * 1_048_576}`,
  '--result_overflow_mode=throw',
];

/** A long query must hold up neither other queries nor the inserts. */
const queries = new Gate(4, 64);
const inserts = new Gate(2, 64);

/** An answer of the interface: the body, or the number and the words of a refusal. */
type Answer =
  | { readonly body: Uint8Array; readonly written: number }
  | { readonly code: number; readonly text: string };

function yieldToOthers(): void {
  setPriority(5);
  try {
    // When memory runs out, the kernel ends this process rather than the application.
    writeFileSync('/proc/self/oom_score_adj', '500');
  } catch {
    // Not Linux.
  }
}

async function answer(request: EngineRequest): Promise<Answer> {
  // A session of its own for each request: settings and parameters never reach another one. It costs 0.3 ms.
  const session = new Session(folder, { connectionArgs });
  try {
    const assignments = assignmentStatement(request.assignments);
    if (assignments !== null) await session.queryAsync(assignments);
    if (request.rows !== null)
      return { body: Buffer.alloc(0), written: await insert(session, request, request.rows) };
    const result = await session.queryAsync(request.statement, { format: request.format });
    return { body: result.bytes(), written: 0 };
  } catch (error) {
    const text = (error as Error).message;
    return { code: Number(/Code: (\d+)/.exec(text)?.[1] ?? 1002), text };
  } finally {
    session.close();
  }
}

async function insert(session: Session, request: EngineRequest, rows: Buffer): Promise<number> {
  if (rows.every((byte) => byte === 10 || byte === 32)) return 0;
  const plain = plainInsert(request.statement);
  if (plain === null) {
    return (await session.queryAsync(`${request.statement}\n${rows.toString('utf8')}`)).rowsRead;
  }
  const columns = plain.columns.length > 0 ? { columns: plain.columns } : {};
  const done = await session.insert({ table: plain.table, values: rows, format: 'JSONEachRow', ...columns });
  return done.rowsWritten;
}

/** The body, or null when it is longer than allowed. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://history');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const body = await readBody(request);
  if (body === null) return refuse(response, 413, 1, 'the body is longer than 64 MiB');
  const read = readEngineRequest(url.searchParams, body);
  if (read === null) return refuse(response, 400, 62, 'no statement, or a setting with a wrong name');
  const gate = read.rows === null ? queries : inserts;
  const answered = await gate.pass(() => answer(read));
  if (answered === null) return refuse(response, 503, 202, 'too many simultaneous queries');
  if ('code' in answered) return refuse(response, 500, answered.code, answered.text);
  response.setHeader('X-ClickHouse-Summary', JSON.stringify({ written_rows: `${answered.written}` }));
  response.setHeader('X-ClickHouse-Query-Id', url.searchParams.get('query_id') ?? '');
  response.end(answered.body);
}

function refuse(response: ServerResponse, status: number, code: number, text: string): void {
  response.writeHead(status, { 'X-ClickHouse-Exception-Code': `${code}` });
  response.end(text.startsWith('Code:') ? text : `Code: ${code}. DB::Exception: ${text}. (VIGIE)`);
}

yieldToOthers();
// Kept open: the engine runs as long as one session does.
const anchor = new Session(folder, { connectionArgs });
const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
  handle(request, response).catch((error: unknown) => {
    if (response.headersSent) response.destroy();
    else refuse(response, 500, 1002, (error as Error).message);
  });
});
rmSync(socketPath, { force: true });
server.listen(socketPath, () => {
  chmodSync(socketPath, 0o600);
  process.stdout.write('ready\n');
});
// The parent holds the other end: its death closes it.
process.stdin.resume().on('end', () => {
  anchor.close();
  process.exit(0);
});
