import type { importFormats } from './api-sources.ts';

export type ImportFormat = (typeof importFormats)[number];

export const mostMebibytes = 60;

/** Text of a file, in UTF-8 or, where it is not that, in the Windows code page of the spreadsheets of the field. */
export async function readFileText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const looked = 20_000;

/** What a text most likely is; the person decides. */
export function guessFormat(text: string): ImportFormat {
  const start = text.slice(0, looked).trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) return 'csv';
  return /"(dcim|ipam|virtualization|tenancy|circuits|device_type|device_role|slug)\b/.test(start)
    ? 'netbox'
    : 'mercator';
}

/** « Parc Koné 2026.csv » is « Parc Koné 2026 ». */
export function sourceNameOf(fileName: string): string {
  return fileName.replace(/\.[a-z0-9]{1,5}$/i, '').slice(0, 200);
}
