/** What one series of echo requests to one address gave; times in milliseconds. */
export interface EchoReply {
  readonly sent: number;
  readonly received: number;
  readonly minMs: number | null;
  readonly avgMs: number | null;
  readonly maxMs: number | null;
}

export interface IcmpError {
  /** As `Host Unreachable`. */
  readonly what: string;
  readonly from: string;
}

export interface FpingOutput {
  readonly replies: ReadonlyMap<string, EchoReply>;
  readonly errors: ReadonlyMap<string, IcmpError>;
  /** Addresses for which this host could not send, and why. */
  readonly unsent: ReadonlyMap<string, string>;
  /** Lines that speak of the tool itself; the first ones only. */
  readonly complaints: readonly string[];
}

const maxComplaints = 20;
const summary = /^(\S+)\s+:((?: (?:-|\d{1,7}(?:\.\d{1,6})?))+)$/;
const icmpError = /^ICMP (.{1,80}?)(?: \(.{1,80}\))? from (\S+) for ICMP Echo sent to (\S+)/;
const sendError = /^(\S+): error while sending ping: (.{1,200})/;

function replyOf(column: string): EchoReply {
  const times = column.trim().split(' ');
  const received = times.filter((time) => time !== '-').map(Number);
  if (received.length === 0)
    return { sent: times.length, received: 0, minMs: null, avgMs: null, maxMs: null };
  const total = received.reduce((sum, time) => sum + time, 0);
  return {
    sent: times.length,
    received: received.length,
    minMs: Math.min(...received),
    avgMs: total / received.length,
    maxMs: Math.max(...received),
  };
}

/** Reads the standard error of `fping -C` (versions 4 and 5). Lines that it does not know are complaints. */
export function parseFpingOutput(text: string): FpingOutput {
  const replies = new Map<string, EchoReply>();
  const errors = new Map<string, IcmpError>();
  const unsent = new Map<string, string>();
  const complaints: string[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.slice(0, 400).trimEnd();
    if (trimmed === '') continue;
    const [, address, column] = summary.exec(trimmed) ?? [];
    if (address !== undefined && column !== undefined) {
      replies.set(address, replyOf(column));
      continue;
    }
    const [, what, from, to] = icmpError.exec(trimmed) ?? [];
    if (what !== undefined && from !== undefined && to !== undefined) {
      errors.set(to, { what, from });
      continue;
    }
    const [, target, reason] = sendError.exec(trimmed) ?? [];
    if (target !== undefined && reason !== undefined) unsent.set(target, reason);
    else if (complaints.length < maxComplaints) complaints.push(trimmed);
  }
  return { replies, errors, unsent, complaints };
}

const counts = /(\d{1,6}) packets transmitted, (\d{1,6}) (?:packets )?received/;
const times =
  /min\/avg\/max(?:\/\w+)? = (\d{1,7}(?:\.\d{1,6})?)\/(\d{1,7}(?:\.\d{1,6})?)\/(\d{1,7}(?:\.\d{1,6})?)/;

/** Reads the summary of `ping -q` (iputils, inetutils, BusyBox, BSD), or null when there is none. */
export function parsePingOutput(text: string): EchoReply | null {
  const [, sent, received] = counts.exec(text.slice(0, 20_000)) ?? [];
  if (sent === undefined || received === undefined || Number(sent) === 0) return null;
  const [, min, avg, max] = times.exec(text.slice(0, 20_000)) ?? [];
  const answered = Math.min(Number(sent), Number(received));
  if (answered === 0) return { sent: Number(sent), received: 0, minMs: null, avgMs: null, maxMs: null };
  if (min === undefined || avg === undefined || max === undefined) return null;
  return {
    sent: Number(sent),
    received: answered,
    minMs: Number(min),
    avgMs: Number(avg),
    maxMs: Number(max),
  };
}

/** True when the tool says that it may not open the socket that it needs. */
export function isPermissionComplaint(text: string): boolean {
  return /operation not permitted|permission denied|must run as root|lacking privilege|cap_net_raw|can't create (raw )?socket/i.test(
    text,
  );
}

/** True when this host had no way to send the packet: nothing is known of the target. */
export function isNoRouteComplaint(text: string): boolean {
  return /network is unreachable|no route to host|network is down|cannot assign requested address/i.test(
    text,
  );
}
