import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { certificateWorkshop } from '#test/simulators/certificates.ts';
import { freePort } from '#test/free-port.ts';

/** Beyond the PATH of ordinary users. */
const dnsmasq = '/usr/sbin/dnsmasq';

export interface RealServers {
  readonly http: number;
  readonly tcp: number;
  readonly tls: number;
  /** Null where Debian's dnsmasq is not installed. */
  readonly dns: number | null;
  /** PEM of the authority that signed the TLS server's certificate, good for five more days. */
  readonly authority: string;
  stopHttp(): Promise<void>;
  startHttp(): Promise<void>;
  close(): Promise<void>;
}

/** Servers of four kinds on loopback, to be checked for real. */
export async function startRealServers(): Promise<RealServers> {
  const workshop = certificateWorkshop();
  const authority = workshop.make({ name: 'Autorité d’essai', days: 365, isAuthority: true });
  const pair = workshop.make({
    name: 'localhost',
    names: ['DNS:localhost', 'IP:127.0.0.1'],
    days: 5,
    issuer: authority,
  });
  let http: HttpServer = answering();
  const tcp = createTcpServer((socket) => socket.end('220 essai\r\n'));
  const tls = createTlsServer({ cert: pair.certPem, key: pair.keyPem }, (socket) => socket.end());
  const dns = await dnsServer();
  const ports = {
    http: await listening(http),
    tcp: await listening(tcp),
    tls: await listening(tls),
    dns: dns.port,
  };
  const stopHttp = () =>
    new Promise<void>((resolve) => {
      http.closeAllConnections();
      http.close(() => resolve());
    });
  return {
    ...ports,
    authority: authority.certPem,
    stopHttp,
    startHttp: async () => {
      http = answering();
      await new Promise<void>((resolve) => http.listen(ports.http, '127.0.0.1', resolve));
    },
    close: async () => {
      await stopHttp();
      tcp.close();
      tls.close();
      dns.close();
      workshop.remove();
    },
  };
}

function answering(): HttpServer {
  return createHttpServer((_request, response) => response.end('<h1>Immatriculation</h1>'));
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Debian's dnsmasq, answering for one name; stands alone, forwards nothing. */
async function dnsServer(): Promise<{ port: number | null; close: () => void }> {
  if (!existsSync(dnsmasq)) return { port: null, close: () => {} };
  const port = await freePort();
  const child = spawn(dnsmasq, [
    '--no-daemon',
    '--no-resolv',
    '--no-hosts',
    '--conf-file=/dev/null',
    '--bind-interfaces',
    '--listen-address=127.0.0.1',
    `--port=${port}`,
    '--address=/demarches.example/192.0.2.53',
  ]);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('started')) resolve();
    });
    child.once('exit', (status) => reject(new Error(`dnsmasq ended with status ${status}`)));
  });
  return { port, close: () => child.kill() };
}
