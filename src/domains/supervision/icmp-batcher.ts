import type { ChildProcess } from 'node:child_process';
import { findProgram, runTool, type Command, type ToolRun } from './icmp-tool.ts';
import {
  isNoRouteComplaint,
  isPermissionComplaint,
  parseFpingOutput,
  parsePingOutput,
  type EchoReply,
  type IcmpError,
} from './ping-output.ts';

export interface EchoRequest {
  /** A literal address in canonical form. */
  readonly address: string;
  readonly count: number;
  /** Between two packets to the same address. */
  readonly periodMs: number;
  /** Waited for each packet. */
  readonly replyTimeoutMs: number;
}

export type EchoAnswer =
  | {
      readonly ok: true;
      readonly tool: 'fping' | 'ping';
      readonly reply: EchoReply;
      readonly error: IcmpError | null;
    }
  | {
      readonly ok: false;
      readonly reason: 'no-tool' | 'not-permitted' | 'no-route' | 'tool-failed' | 'stopped';
      readonly message: string;
    };

export interface IcmpBatcherOptions {
  /** Null: not to be used; not given: looked for in PATH. */
  readonly fping?: Command | null;
  readonly ping?: Command | null;
  /** How long the first request of a batch waits for others. */
  readonly windowMs?: number;
  /** Of one fping process. */
  readonly maxTargets?: number;
  /** fping processes at once, each with its many targets. */
  readonly maxProcesses?: number;
  /** ping processes at once, each with its one target. */
  readonly maxPings?: number;
}

interface Batch {
  readonly key: string;
  readonly request: EchoRequest;
  readonly waiting: Map<string, ((answer: EchoAnswer) => void)[]>;
  readonly timer: NodeJS.Timeout;
}

const stopped: EchoAnswer = { ok: false, reason: 'stopped', message: '' };
const recheckToolsMs = 60_000;

/** Gap between two packets of a run: slow enough for a small run, 10,000 packets a second at most for a large one. */
function gapMs(targets: number): number {
  return Math.min(1, Math.max(0.1, 100 / targets));
}

function fpingArguments({ count, periodMs, replyTimeoutMs }: EchoRequest, targets: number): string[] {
  // No -q: it hides the ICMP errors. The lines of each packet go to the standard output, which is not read.
  return [
    '-C',
    `${count}`,
    '-r',
    '0',
    '-i',
    `${gapMs(targets)}`,
    '-p',
    `${periodMs}`,
    '-t',
    `${replyTimeoutMs}`,
  ];
}

function toolFailure(run: ToolRun, complaint: string): EchoAnswer {
  const message = complaint.slice(0, 300);
  if (run.startError !== null) return { ok: false, reason: 'no-tool', message: run.startError };
  if (isPermissionComplaint(message)) return { ok: false, reason: 'not-permitted', message };
  if (isNoRouteComplaint(message)) return { ok: false, reason: 'no-route', message };
  const ended = run.killed ? 'killed after its time' : `exit status ${run.exitCode ?? 'none'}`;
  return { ok: false, reason: 'tool-failed', message: message === '' ? ended : `${message} (${ended})` };
}

async function runFping(
  command: Command,
  request: EchoRequest,
  addresses: readonly string[],
  running: Set<ChildProcess>,
): Promise<Map<string, EchoAnswer>> {
  const sendMs = addresses.length * request.count * gapMs(addresses.length);
  const run = await runTool([...command, ...fpingArguments(request, addresses.length)], {
    input: `${addresses.join('\n')}\n`,
    keepOutput: false,
    timeoutMs: request.count * request.periodMs + request.replyTimeoutMs + sendMs + 5000,
    running,
  });
  const output = parseFpingOutput(run.err);
  const answers = new Map<string, EchoAnswer>();
  for (const address of addresses) {
    const reply = output.replies.get(address);
    const unsent = output.unsent.get(address);
    if (unsent !== undefined && (reply?.received ?? 0) === 0) answers.set(address, toolFailure(run, unsent));
    else if (reply)
      answers.set(address, { ok: true, tool: 'fping', reply, error: output.errors.get(address) ?? null });
    else answers.set(address, toolFailure(run, output.complaints.join(' ')));
  }
  return answers;
}

async function runPing(
  command: Command,
  { count, periodMs, replyTimeoutMs }: EchoRequest,
  address: string,
  running: Set<ChildProcess>,
): Promise<EchoAnswer> {
  const wait = Math.max(1, Math.ceil(replyTimeoutMs / 1000));
  // Below 0.2 s older versions ask for root.
  const interval = Math.max(0.2, periodMs / 1000).toFixed(1);
  const args = ['-n', '-q', '-c', `${count}`, '-i', interval, '-W', `${wait}`, address];
  const timeoutMs = count * Math.max(200, periodMs) + wait * 1000 + 5000;
  const run = await runTool([...command, ...args], { keepOutput: true, timeoutMs, running });
  const reply = parsePingOutput(run.out);
  return reply ? { ok: true, tool: 'ping', reply, error: null } : toolFailure(run, run.err.trim());
}

/** The programs that this host has; looked for again now and then, since one may be installed meanwhile. */
function toolFinder(options: IcmpBatcherOptions): () => { fping: Command | null; ping: Command | null } {
  const find = (name: string): Command | null => {
    const path = findProgram(name);
    return path === null ? null : [path];
  };
  let found: { fping: Command | null; ping: Command | null } | null = null;
  let foundAt = 0;
  return () => {
    if (!found || performance.now() - foundAt > recheckToolsMs) {
      const { fping = find('fping'), ping = find('ping') } = options;
      found = { fping, ping };
      foundAt = performance.now();
    }
    return found;
  };
}

/** Work of which only so much may go on at once; the rest waits in order. */
class Lane {
  readonly #limit: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  #busy = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(job: () => Promise<void>): void {
    this.#waiting.push(job);
    if (this.#busy < this.#limit) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy += 1;
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) await job();
    this.#busy -= 1;
  }
}

/**
 * Turns the echo requests of many checks into few processes: one fping per window and kind of request, or a
 * bounded number of ping processes where fping is absent or may not open its socket.
 */
export class IcmpBatcher {
  readonly #windowMs: number;
  readonly #maxTargets: number;
  readonly #batches: Lane;
  readonly #pings: Lane;
  readonly #tools: () => { fping: Command | null; ping: Command | null };
  readonly #running = new Set<ChildProcess>();
  readonly #open = new Map<string, Batch>();
  #started = 0;
  #ended = false;
  #fpingBarredUntil = 0;

  constructor(options: IcmpBatcherOptions = {}) {
    this.#windowMs = options.windowMs ?? 100;
    this.#maxTargets = options.maxTargets ?? 2000;
    this.#batches = new Lane(options.maxProcesses ?? 4);
    this.#pings = new Lane(options.maxPings ?? 32);
    this.#tools = toolFinder(options);
  }

  /** Processes started so far. */
  get started(): number {
    return this.#started;
  }

  /** Never rejects; requests that come within the window share one process, equal ones one answer. */
  ping(request: EchoRequest): Promise<EchoAnswer> {
    if (this.#ended) return Promise.resolve(stopped);
    const key = `${request.count} ${request.periodMs} ${request.replyTimeoutMs}`;
    const batch = this.#open.get(key) ?? this.#openBatch(key, request);
    const { promise, resolve } = Promise.withResolvers<EchoAnswer>();
    const others = batch.waiting.get(request.address);
    if (others) others.push(resolve);
    else batch.waiting.set(request.address, [resolve]);
    if (batch.waiting.size >= this.#maxTargets) this.#launch(batch);
    return promise;
  }

  /** Ends the processes; whoever waits is told `stopped`. */
  stop(): void {
    this.#ended = true;
    for (const batch of this.#open.values()) {
      clearTimeout(batch.timer);
      for (const address of batch.waiting.keys()) this.#settle(batch, address, stopped);
    }
    this.#open.clear();
    for (const child of this.#running) child.kill('SIGKILL');
  }

  #openBatch(key: string, request: EchoRequest): Batch {
    const timer = setTimeout(() => this.#launch(batch), this.#windowMs);
    const batch: Batch = { key, request, waiting: new Map(), timer };
    this.#open.set(key, batch);
    return batch;
  }

  #launch(batch: Batch): void {
    clearTimeout(batch.timer);
    this.#open.delete(batch.key);
    const { fping, ping } = this.#tools();
    if (fping && (performance.now() >= this.#fpingBarredUntil || !ping)) {
      this.#batches.add(() => this.#runBatch(batch, fping, ping));
    } else this.#enqueuePings(batch, ping, { ok: false, reason: 'no-tool', message: '' });
  }

  async #runBatch(batch: Batch, fping: Command, ping: Command | null): Promise<void> {
    if (!this.#ended) this.#started += 1;
    const addresses = [...batch.waiting.keys()];
    const answers = this.#ended
      ? new Map<string, EchoAnswer>()
      : await runFping(fping, batch.request, addresses, this.#running);
    const barred = [...answers.values()].find(
      (answer) => !answer.ok && (answer.reason === 'not-permitted' || answer.reason === 'no-tool'),
    );
    if (barred) {
      this.#fpingBarredUntil = performance.now() + recheckToolsMs;
      this.#enqueuePings(batch, ping, barred);
      return;
    }
    for (const address of addresses) this.#settle(batch, address, answers.get(address) ?? stopped);
  }

  #enqueuePings(batch: Batch, ping: Command | null, otherwise: EchoAnswer): void {
    for (const address of batch.waiting.keys()) {
      if (ping) this.#pings.add(() => this.#runPing(batch, ping, address));
      else this.#settle(batch, address, otherwise);
    }
  }

  async #runPing(batch: Batch, ping: Command, address: string): Promise<void> {
    if (this.#ended) return this.#settle(batch, address, stopped);
    this.#started += 1;
    this.#settle(batch, address, await runPing(ping, batch.request, address, this.#running));
  }

  #settle(batch: Batch, address: string, answer: EchoAnswer): void {
    for (const resolve of batch.waiting.get(address) ?? [])
      resolve(this.#ended && !answer.ok ? stopped : answer);
    batch.waiting.delete(address);
  }
}
