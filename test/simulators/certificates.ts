import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyPair {
  readonly name: string;
  readonly certPem: string;
  readonly keyPem: string;
}

export interface CertificateRequest {
  /** Subject; also the alternative name unless `names` says otherwise. */
  readonly name: string;
  readonly names?: readonly string[];
  /** From now on; -1: expired yesterday, the furthest that openssl goes. */
  readonly days: number;
  readonly isAuthority?: boolean;
  /** Signs itself when not given. */
  readonly issuer?: KeyPair;
}

/** A workshop that makes real certificates with the `openssl` command; `remove` deletes its folder. */
export function certificateWorkshop(): { make(request: CertificateRequest): KeyPair; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-certificates-'));
  let count = 0;
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const make = (request: CertificateRequest): KeyPair => {
    count += 1;
    const id = `c${count}`;
    const names = request.names ?? [`DNS:${request.name}`];
    const extensions = request.isAuthority
      ? ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign']
      : [`subjectAltName=${names.join(',')}`, 'extendedKeyUsage=serverAuth'];
    writeFileSync(join(folder, `${id}.ext`), `${extensions.join('\n')}\nsubjectKeyIdentifier=hash\n`);
    const subject = ['-subj', `/O=Essai/CN=${request.name}`];
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-noenc',
      '-keyout',
      `${id}.key`,
    ];
    openssl('req', '-new', '-utf8', ...key, '-out', `${id}.csr`, ...subject);
    const signed = [
      '-req',
      '-in',
      `${id}.csr`,
      '-out',
      `${id}.pem`,
      '-extfile',
      `${id}.ext`,
      '-days',
      `${request.days}`,
    ];
    if (request.issuer) {
      writeFileSync(join(folder, `${id}.ca.pem`), request.issuer.certPem);
      writeFileSync(join(folder, `${id}.ca.key`), request.issuer.keyPem);
      openssl(
        'x509',
        ...signed,
        '-CA',
        `${id}.ca.pem`,
        '-CAkey',
        `${id}.ca.key`,
        '-set_serial',
        `${1000 + count}`,
      );
    } else {
      openssl('x509', ...signed, '-signkey', `${id}.key`);
    }
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    return { name: request.name, certPem: read(`${id}.pem`), keyPem: read(`${id}.key`) };
  };
  return { make, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
