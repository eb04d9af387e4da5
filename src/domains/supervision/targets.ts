import { z } from 'zod';

/** Shared with the console: nothing here may need Node. */

const hostName =
  /^(?=.{1,253}\.?$)[\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?)*\.?$/u;
const numericEnd = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i;
const ipv4 = z.ipv4();
const ipv6 = z.ipv6();

function isAddress(text: string): boolean {
  return ipv4.safeParse(text).success || ipv6.safeParse(text).success;
}

/** A literal address, or a name whose end no resolver reads as a number. */
function isHost(text: string): boolean {
  return isAddress(text) || (hostName.test(text) && !numericEnd.test(text));
}

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === ''
  );
}

const host = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine(isHost, { error: 'neither a host name nor an IP address' });
const port = z.int().min(1).max(65_535);
const family = z.enum(['any', 'ipv4', 'ipv6']).default('any');
const degradedMs = z.int().min(1).max(120_000).optional();
const caPem = z
  .string()
  .max(200_000)
  .refine((text) => text.includes('-----BEGIN CERTIFICATE-----'), {
    error: 'no PEM certificate in this text',
  })
  .optional();

/** Framing belongs to the probe: these would desynchronise it from the server. */
const framingHeaders = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/)
  .refine((name) => !framingHeaders.has(name.toLowerCase()), { error: 'this header is set by the probe' });
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]{0,2000}$/);

const statusRange = z
  .string()
  .regex(/^[1-5]\d\d(-[1-5]\d\d)?$/)
  .refine((text) => Number(text.slice(0, 3)) <= Number(text.slice(-3)), {
    error: 'the range is upside down',
  });

export const icmpTarget = z.object({
  kind: z.literal('icmp'),
  host,
  family,
  /** Echo requests of one check. */
  count: z.int().min(1).max(10).default(3),
  /** Below it a lost packet is no event: one of three is 33.3 %. */
  degradedLossPercent: z.number().min(1).max(100).default(34),
  degradedMs,
});

export const tcpTarget = z.object({
  kind: z.literal('tcp'),
  host,
  port,
  family,
  /** Sent once connected. */
  send: z.string().min(1).max(1024).optional(),
  /** Must appear in the first 4,096 bytes that come. */
  expect: z.string().min(1).max(256).optional(),
  degradedMs,
});

export const httpTarget = z.object({
  kind: z.literal('http'),
  url: z
    .string()
    .trim()
    .min(8)
    .max(2000)
    .refine(isPlainUrl, { error: 'not an http(s) URL without credentials' }),
  family,
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  requestBody: z.string().max(16_384).optional(),
  headers: z
    .record(headerName, headerValue)
    .refine((headers) => Object.keys(headers).length <= 20, { error: 'more than 20 headers' })
    .default({}),
  expectedStatus: z.array(statusRange).min(1).max(10).default(['200-299']),
  /** Both are looked for in the first MiB of the body. */
  bodyContains: z.string().min(1).max(500).optional(),
  bodyNotContains: z.string().min(1).max(500).optional(),
  /** 0 judges the redirection itself. */
  maxRedirects: z.int().min(0).max(5).default(5),
  verifyCertificate: z.boolean().default(true),
  caPem,
  degradedMs,
});

export const tlsTarget = z
  .object({
    kind: z.literal('tls'),
    host,
    port: port.default(443),
    family,
    /** Name asked for and expected in the certificate; the host when not given. */
    serverName: host.optional(),
    startTls: z.enum(['none', 'smtp', 'imap']).default('none'),
    verifyChain: z.boolean().default(true),
    verifyName: z.boolean().default(true),
    caPem,
    noticeDays: z.int().min(0).max(365).default(30),
    warningDays: z.int().min(0).max(365).default(14),
    criticalDays: z.int().min(0).max(365).default(7),
    degradedMs,
  })
  .refine((one) => one.noticeDays >= one.warningDays && one.warningDays >= one.criticalDays, {
    error: 'expected noticeDays ≥ warningDays ≥ criticalDays',
    path: ['warningDays'],
  });

const dnsRecordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SOA'] as const;

export const dnsTarget = z.object({
  kind: z.literal('dns'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .refine((text) => text === '.' || hostName.test(text), { error: 'not a domain name' }),
  type: z.enum(dnsRecordTypes).default('A'),
  /** The system's resolvers when not given. */
  resolver: z
    .object({
      address: z.string().max(64).refine(isAddress, { error: 'not an IP address' }),
      port: port.default(53),
    })
    .optional(),
  transport: z.enum(['udp', 'tcp']).default('udp'),
  recursion: z.boolean().default(true),
  /** Values in zone file form: `10 mx.example.nc`, `192.0.2.1`; empty accepts any answer. */
  expected: z.array(z.string().trim().min(1).max(1000)).max(50).default([]),
  /** `includes` lets the answer hold more than what is expected. */
  match: z.enum(['exact', 'includes']).default('includes'),
  /** `signed`: signatures come along; `validated`: the resolver says that it checked them. */
  dnssec: z.enum(['ignored', 'signed', 'validated']).default('ignored'),
  degradedMs,
});

/** What one check looks at; defaults are filled in. */
export const targetSchema = z.discriminatedUnion('kind', [
  icmpTarget,
  tcpTarget,
  httpTarget,
  tlsTarget,
  dnsTarget,
]);

export type IcmpTarget = z.output<typeof icmpTarget>;
export type TcpTarget = z.output<typeof tcpTarget>;
export type HttpTarget = z.output<typeof httpTarget>;
export type TlsTarget = z.output<typeof tlsTarget>;
export type DnsTarget = z.output<typeof dnsTarget>;
export type Target = z.output<typeof targetSchema>;
export const targetKinds = ['icmp', 'tcp', 'http', 'tls', 'dns'] as const satisfies readonly Target['kind'][];

/** `host:port`, brackets around IPv6. */
function at(name: string, portNumber: number): string {
  return name.includes(':') ? `[${name}]:${portNumber}` : `${name}:${portNumber}`;
}

/** One short line, the same in both languages: `https://portail.nc/ (GET)`, `dns MX exemple.nc @ 10.0.0.53:53`. */
export function describeTarget(target: Target): string {
  switch (target.kind) {
    case 'icmp':
      return `ping ${target.host}`;
    case 'tcp':
      return `tcp ${at(target.host, target.port)}`;
    case 'http':
      return `${target.method} ${target.url}`;
    case 'tls':
      return `tls ${at(target.host, target.port)}${target.startTls === 'none' ? '' : ` (${target.startTls})`}`;
    case 'dns': {
      const resolver = target.resolver ? ` @ ${at(target.resolver.address, target.resolver.port)}` : '';
      return `dns ${target.type} ${target.name}${resolver}`;
    }
  }
}
