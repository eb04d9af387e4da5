import type { MibView } from '#engines/snmprec/mib-view.ts';
import { numberOf, textOf } from '#engines/snmprec/varbind.ts';
import { absoluteOid } from './absolute-oid.ts';
import definitions from './definitions/facts.json' with { type: 'json' };

/** What a device is made of; null where it does not say. */
export interface DeviceFacts {
  readonly hardware: string | null;
  readonly version: string | null;
  readonly serial: string | null;
}

/** Where one fact stands: in a value, in the first value below an OID, or in the sysDescr; of several, the first. */
interface FactSource {
  readonly get?: string;
  readonly under?: string;
  readonly descr?: string;
  /** What of the value counts: the first group of this expression. */
  readonly take?: string;
}

interface FactDefinition {
  readonly hardware?: readonly FactSource[];
  readonly version?: readonly FactSource[];
  readonly serial?: readonly FactSource[];
}

const byOs = definitions as Readonly<Record<string, FactDefinition>>;

const MOST_TEXT = 500;
const MOST_ENTITIES = 200;

/** Hardware, version and serial number, by the operating system's definition, else by ENTITY-MIB (RFC 6933). */
export function readFacts(view: MibView, os: string | null, sysDescr: string | null): DeviceFacts {
  const definition: FactDefinition = os !== null && Object.hasOwn(byOs, os) ? (byOs[os] ?? {}) : {};
  const find = (sources: readonly FactSource[] | undefined): string | null => {
    for (const source of sources ?? []) {
      const found = readSource(view, source, sysDescr);
      if (found !== null) return found;
    }
    return null;
  };
  const chassis = readChassis(view);
  return {
    hardware: find(definition.hardware) ?? chassis.hardware,
    version: find(definition.version) ?? chassis.version,
    serial: find(definition.serial) ?? chassis.serial,
  };
}

function readSource(
  view: MibView,
  { get, under, descr, take }: FactSource,
  sysDescr: string | null,
): string | null {
  if (descr !== undefined) return taken(sysDescr, descr);
  let text: string | null = null;
  if (get !== undefined) text = textOf(view.get(absoluteOid(get)));
  if (under !== undefined) {
    for (const value of view.walk(absoluteOid(under))) {
      text = textOf(value);
      if (text !== null && (take === undefined || taken(text, take) !== null)) break;
    }
  }
  return take === undefined ? clean(text) : taken(text, take);
}

function taken(text: string | null, expression: string): string | null {
  const found = new RegExp(expression, 'u').exec((text ?? '').slice(0, 2000));
  return clean(found?.[1] ?? null);
}

function clean(text: string | null): string | null {
  const one = (text ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, MOST_TEXT);
  return one === '' ? null : one;
}

const ENTITY = '1.3.6.1.2.1.47.1.1.1.1';
/** entPhysicalClass, surest first: chassis, stack, module. */
const WHOLE = [3, 11, 9];
/** Where a chassis stands when an agent does not tell classes: first of all, or of the first switch of a stack. */
const USUAL = ['1', '1001'];

/** The first chassis of ENTITY-MIB, or what stands for it. */
function readChassis(view: MibView): DeviceFacts {
  const classes = [...view.column(`${ENTITY}.5`)];
  const entities = [
    ...WHOLE.flatMap((kind) =>
      classes.filter(([, value]) => numberOf(value) === kind).map(([index]) => index),
    ),
    ...USUAL,
  ].slice(0, MOST_ENTITIES);
  const first = (...columns: readonly number[]): string | null => {
    for (const column of columns)
      for (const index of entities) {
        const text = clean(textOf(view.get(`${ENTITY}.${column}.${index}`)));
        if (text !== null) return text;
      }
    return null;
  };
  // Model name, then name and description; software, then firmware revision.
  return { hardware: first(13, 7, 2), version: first(10, 9), serial: first(11) };
}
