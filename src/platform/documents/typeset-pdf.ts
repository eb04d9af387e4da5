import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Text } from '#engines/text.ts';
import { Gate } from '#platform/gate.ts';
import { Problem, tooMany, unavailable } from '#platform/problems.ts';

const timeoutMilliseconds = 20_000;
const mostBytes = 64 * 1024 * 1024;
const mostMessage = 4000;
/** Documents are set one after another: each may take a whole core. */
const gate = new Gate(1, 8);

/** Endings of the packages that hold typst's native code, by platform and processor. */
const builds: Readonly<Record<string, readonly string[]>> = {
  linux: ['-gnu', '-musl', '-gnueabihf'],
  darwin: [''],
  win32: ['-msvc'],
};

/** Whether typst exists for this machine; without it documents are HTML only. */
export function hasTypesetter(): boolean {
  const engine = '@myriaddreamin/typst-ts-node-compiler';
  return (builds[process.platform] ?? []).some((ending) => {
    try {
      const near = createRequire(import.meta.resolve(engine));
      near.resolve(`${engine}-${process.platform}-${process.arch}${ending}/package.json`);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Sets a document in a process of its own, without network, within 20 s.
 * @param template typst source of the house; it reads `json("data.json")`, whose strings typst never takes for markup
 * @throws Problem `unavailable` where typst does not exist, `typesetting-failed`, `too-many-requests`
 */
export async function typesetPdf(template: string, data: unknown): Promise<Buffer> {
  if (!hasTypesetter()) throw unavailable(noTypesetter);
  const pdf = await gate.pass(() => runTypesetter(JSON.stringify({ template, data })));
  if (pdf === null) throw tooMany(timeoutMilliseconds / 1000);
  return pdf;
}

function runTypesetter(order: string): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'typesetter.ts')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { NODE_NO_WARNINGS: '1' },
    timeout: timeoutMilliseconds,
    killSignal: 'SIGKILL',
  });
  const output: Buffer[] = [];
  let size = 0;
  let message = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostBytes) child.kill('SIGKILL');
    else output.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (message.length < mostMessage) message += text.slice(0, mostMessage);
  });
  // A process that dies early closes its input first; its end says more.
  child.stdin.on('error', () => undefined);
  child.on('error', (cause) => reject(failed(cause)));
  child.on('close', (code, signal) => {
    const pdf = Buffer.concat(output);
    if (code === 0 && pdf.subarray(0, 5).toString('latin1') === '%PDF-') resolve(pdf);
    else reject(failed(new Error(`the typesetter ended with ${signal ?? String(code)}: ${message}`)));
  });
  child.stdin.end(order);
  return promise;
}

export const noTypesetter: Text = {
  fr: 'Le composeur de PDF n’existe pas pour cette machine : prenez le document en HTML et imprimez-le depuis le navigateur.',
  en: 'The PDF typesetter does not exist for this machine: take the document as HTML and print it from the browser.',
};

function failed(cause: unknown): Problem {
  return new Problem(
    'typesetting-failed',
    500,
    {
      fr: 'Le PDF n’a pas pu être composé. Prenez le document en HTML ; le journal du serveur en dit plus.',
      en: 'The PDF could not be set. Take the document as HTML; the server log says more.',
    },
    { cause },
  );
}
