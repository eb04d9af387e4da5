import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject } from '#engines/json-value.ts';
import { parseJson } from '#engines/json-document.ts';
import type { InputProblem, Result } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { readCsafVex } from './read-csaf-vex.ts';
import { readCycloneDxVex } from './read-cyclonedx-vex.ts';
import { readOpenVex } from './read-openvex.ts';
import { mostStatements } from './vex-statement.ts';
import type { VexDocument } from './vex-statement.ts';

/** Longest document that is read, in UTF-16 units. */
export const mostVexLength = 16 * 1024 * 1024;

/**
 * Reads a VEX document of any of the three forms, told by what it says of itself. Null when it is none of them or no
 * JSON; statements that cannot be understood are left out, each with its problem.
 */
export function readVex(text: string): Result<VexDocument | null> {
  if (text.length > mostVexLength) return refused('vex.too-long', tooLong);
  const { value: json, problems } = parseJson(text);
  if (json === null) return { value: null, problems };
  const reader = isJsonObject(json.root) ? readerOf(json.root) : null;
  if (reader === null || !isJsonObject(json.root)) return refused('vex.form', noForm);
  const read = reader(json.root);
  if (read.value.statements.length > 0 || read.problems.length > 0) return read;
  return { value: read.value, problems: [{ code: 'vex.empty', message: nothingSaid }] };
}

function readerOf(root: JsonObject): ((document: JsonObject) => Result<VexDocument>) | null {
  const head = jsonField(root, 'document');
  if (isJsonObject(head) && jsonField(head, 'csaf_version') !== undefined) return readCsafVex;
  if (jsonField(root, 'bomFormat') === 'CycloneDX') return readCycloneDxVex;
  const context = jsonField(root, '@context');
  const contexts = Array.isArray(context) ? context : [context];
  const isOpenVex = contexts.some((one) => typeof one === 'string' && one.includes('openvex.dev'));
  return isOpenVex ? readOpenVex : null;
}

function refused(code: string, message: Text): Result<null> & { problems: readonly InputProblem[] } {
  return { value: null, problems: [{ code, message }] };
}

const tooLong: Text = {
  fr: 'Le document dépasse 16 Mio. Découpez-le.',
  en: 'The document is longer than 16 MiB. Split it.',
};
const noForm: Text = {
  fr: 'Ce document n’est ni CSAF 2.0, ni CycloneDX, ni OpenVEX en JSON. Vérifiez le fichier choisi.',
  en: 'This document is neither CSAF 2.0 nor CycloneDX nor OpenVEX in JSON. Check the file you chose.',
};
const nothingSaid: Text = {
  fr: `Ce document ne contient aucune déclaration VEX (au plus ${mostStatements} sont lues).`,
  en: `This document holds no VEX statement (at most ${mostStatements} are read).`,
};
