import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Text } from '#engines/text.ts';
import type { BundlePublicKey } from './bundle-key.ts';
import { isSignedBy, parseBundleKey, spokenFingerprint } from './bundle-key.ts';
import type { BundleManifest, BundlePart } from './bundle-manifest.ts';
import {
  manifestPath,
  manifestSchema,
  memberOf,
  mostManifestBytes,
  noticePath,
  signaturePath,
} from './bundle-manifest.ts';
import { bundleAltered, bundleUntrusted, notABundle } from './bundle-problems.ts';
import { tarBlock, tarEndBytes, tarHeader, tarPadding, tarSpan } from './bundle-tar.ts';
import { member } from './bundle-write.ts';
import { hashFile } from './fetch-download.ts';

const words = {
  signature: { fr: 'la signature', en: 'the signature' },
  manifest: { fr: 'le manifeste', en: 'the manifest' },
  end: { fr: 'la fin du fichier', en: 'the end of the file' },
  notice: { fr: 'la notice', en: 'the notice' },
};

/** Whether a file claims to be a bundle, by the name of its first member. */
export async function isBundle(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0);
    return bytesRead === 100 && buffer.toString('latin1').startsWith(`${noticePath}\0`);
  } finally {
    await file.close();
  }
}

export interface CheckedBundle {
  readonly manifest: BundleManifest;
  readonly key: BundlePublicKey;
}

/**
 * Holds every byte of a bundle against its signature: the manifest against the key, each part against the manifest, and
 * whatever lies between against what it must be.
 * @param trusted keys that somebody accepted here
 * @throws Problem `bundle-not-one`, `bundle-untrusted`, or `bundle-altered` naming the part
 */
export async function checkBundle(path: string, trusted: readonly BundlePublicKey[]): Promise<CheckedBundle> {
  const { size } = await stat(path);
  const file = await open(path);
  try {
    const { manifest, key, manifestAt } = await readManifest(file, size);
    if (!trusted.some((one) => one.raw.equals(key.raw)))
      throw bundleUntrusted(key.text, spokenFingerprint(key.fingerprint));
    let at = 0;
    for (const part of manifest.parts) {
      await checkPart(file, manifest, part, at);
      at += tarSpan(part.bytes);
    }
    if (at !== manifestAt) throw bundleAltered(words.manifest);
    return { manifest, key };
  } finally {
    await file.close();
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  if (at < 0) throw notABundle();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead !== length) throw notABundle();
  return buffer;
}

/** The manifest, once its signature is right; found from the end of the file, where nothing else can lie. */
async function readManifest(file: FileHandle, size: number) {
  const head = await bytesAt(file, 0, 100);
  // What begins as a bundle and ends otherwise was cut or changed; the rest is something else.
  const isNamed = head.toString('latin1').startsWith('vigie-feeds/');
  if (isNamed && size < tarEndBytes + 4 * tarBlock) throw bundleAltered(words.end);
  const end = await bytesAt(file, size - tarEndBytes, tarEndBytes);
  const block = await bytesAt(file, size - tarEndBytes - 2 * tarBlock, 2 * tarBlock);
  const signed = readSignature(block);
  if (signed === null) {
    if (isNamed) throw bundleAltered(words.signature);
    throw notABundle();
  }
  if (end.some((byte) => byte !== 0)) throw bundleAltered(words.end);
  const manifestAt = size - tarEndBytes - 2 * tarBlock - tarSpan(signed.manifestBytes);
  if (manifestAt < 0) throw bundleAltered(words.end);
  const text = await bytesAt(file, manifestAt + tarBlock, signed.manifestBytes);
  if (!isSignedBy(signed.key, text, signed.signature)) throw bundleAltered(words.manifest);
  const manifest = parseManifest(text);
  const written = await bytesAt(file, manifestAt, tarSpan(signed.manifestBytes));
  if (!written.equals(member(manifest, manifestPath, text))) throw bundleAltered(words.manifest);
  const length = contentLength(block);
  const own = member(manifest, signaturePath, block.subarray(tarBlock, tarBlock + length));
  if (!own.equals(block)) throw bundleAltered(words.signature);
  return { manifest, key: signed.key, manifestAt };
}

function contentLength(block: Buffer): number {
  let length = block.length - tarBlock;
  while (length > 0 && block[tarBlock + length - 1] === 0) length -= 1;
  return length;
}

/** Written in one way only, so that no byte of it can change and mean the same. */
function readSignature(block: Buffer) {
  const text = block.toString('latin1', tarBlock, tarBlock + contentLength(block));
  try {
    const given = JSON.parse(text) as { key: string; manifestBytes: number; signature: string };
    const { manifestBytes } = given;
    const signature = Buffer.from(given.signature, 'base64');
    const key = parseBundleKey(given.key);
    const canonical = JSON.stringify({
      key: key.text,
      manifestBytes,
      signature: signature.toString('base64'),
    });
    const isSized =
      Number.isSafeInteger(manifestBytes) && manifestBytes > 0 && manifestBytes <= mostManifestBytes;
    return canonical === text && signature.length === 64 && isSized
      ? { key, manifestBytes, signature }
      : null;
  } catch {
    return null;
  }
}

function parseManifest(text: Buffer): BundleManifest {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text.toString('utf8')));
    if (parsed.success && parsed.data.parts[0]?.path === noticePath) return parsed.data;
  } catch {
    // told below
  }
  throw bundleAltered(words.manifest);
}

export function partName(part: BundlePart): Text {
  if (part.feed === null) return words.notice;
  const { fr, en } = part.feed.title;
  return { fr: `le flux ${fr} (${basename(part.path)})`, en: `the feed ${en} (${basename(part.path)})` };
}

async function checkPart(
  file: FileHandle,
  manifest: BundleManifest,
  part: BundlePart,
  at: number,
): Promise<void> {
  const altered = () => bundleAltered(partName(part));
  const header = await bytesAt(file, at, tarBlock).catch(() => null);
  if (header === null || !header.equals(tarHeader(memberOf(manifest, part.path, part.bytes))))
    throw altered();
  const hash = createHash('sha256');
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done();
    },
  });
  await copyPart(file, part, at, sink);
  if (hash.digest('hex') !== part.sha256) throw altered();
  const padding = await bytesAt(file, at + tarBlock + part.bytes, tarPadding(part.bytes)).catch(() => null);
  if (padding === null || padding.some((byte) => byte !== 0)) throw altered();
}

async function copyPart(file: FileHandle, part: BundlePart, at: number, sink: Writable): Promise<void> {
  if (part.bytes === 0) return void sink.end();
  const start = at + tarBlock;
  const source = file.createReadStream({
    start,
    end: start + part.bytes - 1,
    autoClose: false,
    highWaterMark: 1_048_576,
  });
  await pipeline(source, sink);
}

export interface ExtractedPart {
  readonly part: BundlePart & { readonly feed: NonNullable<BundlePart['feed']> };
  readonly path: string;
}

/**
 * Lays the feeds of a checked bundle out in a folder, each held against its hash once more: nothing may have changed
 * since the check. When one differs, none is left.
 * @throws Problem `bundle-altered`
 */
export async function extractBundle(
  path: string,
  manifest: BundleManifest,
  folder: string,
  isWanted: (part: BundlePart) => boolean,
): Promise<ExtractedPart[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(path);
  const extracted: ExtractedPart[] = [];
  try {
    let at = 0;
    for (const part of manifest.parts) {
      if (part.feed !== null && isWanted(part)) {
        const target = join(folder, basename(part.path));
        await copyPart(file, part, at, createWriteStream(target, { mode: 0o600 }));
        if ((await hashFile(target, 'sha256')) !== part.sha256) throw bundleAltered(partName(part));
        extracted.push({ part: { ...part, feed: part.feed }, path: target });
      }
      at += tarSpan(part.bytes);
    }
    return extracted;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await file.close();
  }
}
