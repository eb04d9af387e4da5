import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { delimiter, isAbsolute, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Text } from '#engines/text.ts';
import { type LogLevel, logLevels } from './log.ts';
import { parseAllowList } from './net/allow-list.ts';

/** What a text of the environment means, or what was expected in its place (the end of a sentence). */
export type Reading<T> = { readonly value: T } | { readonly expected: Text };

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const expect = (fr: string, en: string): { expected: Text } => ({ expected: { fr, en } });

export function readUrl(protocols: readonly string[], example: string) {
  return (text: string): Reading<string> => {
    const expected = expect(`une adresse comme ${example}`, `an address such as ${example}`);
    // `user@/database?host=/socket` is right for PostgreSQL and not for URL.
    const url = URL.parse(text.replace('@/', '@localhost/'));
    return url !== null && protocols.includes(url.protocol) ? { value: text } : expected;
  };
}

export function readPublicUrl(text: string): Reading<string> {
  const url = URL.parse(text);
  const isOrigin =
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '';
  return isOrigin
    ? { value: url.origin }
    : expect(
        'une adresse sans chemin, comme https://vigie.example.nc',
        'an address without a path, such as https://vigie.example.nc',
      );
}

export function readListen(text: string): Reading<ListenAddress> {
  const [, bracketed, plain, portText = ''] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '';
  const port = Number(portText);
  const isHost = host === 'localhost' || (bracketed === undefined ? isIP(host) === 4 : isIP(host) === 6);
  return isHost && port <= 65_535 && portText !== ''
    ? { value: { host, port } }
    : expect(
        'adresse:port, comme 127.0.0.1:8470 ou [::1]:8470',
        'address:port, such as 127.0.0.1:8470 or [::1]:8470',
      );
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

export function readPath(text: string): Reading<string> {
  return text.includes('\0') ? expect('un chemin', 'a path') : { value: resolve(text) };
}

/** Absolute folders, as PATH separates them. */
export function readFolders(text: string): Reading<readonly string[]> {
  const folders = text.split(delimiter).filter((folder) => folder !== '');
  return folders.every((folder) => isAbsolute(folder) && !folder.includes('\0'))
    ? { value: folders.map((folder) => resolve(folder)) }
    : expect(
        `des chemins absolus séparés par « ${delimiter} »`,
        `absolute paths separated by "${delimiter}"`,
      );
}

export function readFlag(text: string): Reading<boolean> {
  if (/^(1|true|yes|oui)$/i.test(text)) return { value: true };
  return /^(0|false|no|non)$/i.test(text) ? { value: false } : expect('1 ou 0', '1 or 0');
}

export function readLogLevel(text: string): Reading<LogLevel> {
  const level = logLevels.find((name) => name === text.toLowerCase());
  const names = logLevels.join(', ');
  return level === undefined ? expect(`l’un de : ${names}`, `one of: ${names}`) : { value: level };
}

export function readTimeZone(text: string): Reading<string> {
  try {
    return { value: new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone };
  } catch {
    return expect('un fuseau horaire comme Pacific/Noumea', 'a time zone such as Pacific/Noumea');
  }
}

export function readMebibytes(text: string): Reading<number> {
  const value = Number(text);
  return /^\d{1,7}$/.test(text) && value >= 256
    ? { value }
    : expect('un nombre entier de Mio, au moins 256', 'a whole number of MiB, at least 256');
}

export function readTargets(text: string): Reading<readonly string[]> {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const [problem] = parseAllowList(entries).problems;
  if (problem === undefined) return { value: entries };
  return expect(
    `des adresses, réseaux ou noms séparés par des virgules. ${problem.message.fr}`,
    `addresses, networks or names separated by commas. ${problem.message.en}`,
  );
}

/** The certificate chain of a file, as PEM. */
export function readCertificate(path: string): Reading<string> {
  try {
    const pem = readFileSync(path, 'utf8');
    createSecureContext({ cert: pem });
    return { value: pem };
  } catch (error) {
    const { message } = error as Error;
    return expect(`un fichier de certificat PEM (${message})`, `a PEM certificate file (${message})`);
  }
}

export function readPrivateKey(path: string): Reading<string> {
  try {
    const pem = readFileSync(path, 'utf8');
    createPrivateKey(pem);
    return { value: pem };
  } catch (error) {
    const { message } = error as Error;
    return expect(
      `un fichier de clé privée PEM sans mot de passe (${message})`,
      `a PEM private key file without a password (${message})`,
    );
  }
}

export function isPair(certificate: string, key: string): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}
