import type { MibView } from '#engines/snmprec/mib-view.ts';
import { numberOf, textOf } from '#engines/snmprec/varbind.ts';
import type { SnmpValue } from '#engines/snmprec/varbind.ts';
import { absoluteOid } from './absolute-oid.ts';
import type { RowCondition, SensorConversion, SensorDefinition } from './sensor-definition.ts';
import { sensorDefinitions } from './sensor-definitions.ts';
import { nameSensor } from './sensor-name.ts';
import { type DeviceSensor, MOST_SENSORS } from './sensor.ts';

interface Ready {
  readonly definition: SensorDefinition;
  readonly oid: string;
  readonly take: RegExp | null;
  readonly like: RegExp | null;
}

const ready: readonly Ready[] = sensorDefinitions.map((definition) => ({
  definition,
  oid: absoluteOid(definition.oid),
  take: definition.take === undefined ? null : new RegExp(definition.take, 'u'),
  like: definition.only?.like === undefined ? null : new RegExp(definition.only.like, 'u'),
}));

/** The sensors that definition files tell of, in the order of the files; an OID read twice for a class counts once. */
export function readDefinedSensors(view: MibView, os: string | null): readonly DeviceSensor[] {
  const sensors: DeviceSensor[] = [];
  const seen = new Set<string>();
  for (const one of ready) {
    const { definition, oid } = one;
    if (definition.os !== undefined && (os === null || !definition.os.includes(os))) continue;
    const unless = definition.unless === undefined ? null : absoluteOid(definition.unless);
    if (unless !== null && (view.get(unless) !== null || view.has(unless))) continue;
    const rows = oid.endsWith('.0') ? single(view, oid) : view.column(oid);
    const condition = rows.size === 0 ? null : rowCondition(view, definition.only, one.like);
    for (const [index, value] of rows) {
      if (sensors.length >= MOST_SENSORS) return sensors;
      const at = oid.endsWith('.0') ? oid : `${oid}.${index}`;
      if (condition?.(index) === false || seen.has(`${definition.class} ${at}`)) continue;
      const read = readNumber(value, one, decimalsAt(view, definition.decimals, index));
      if (read === null) continue;
      seen.add(`${definition.class} ${at}`);
      const label = nameSensor(view, definition.name, index);
      sensors.push({
        class: definition.class,
        index,
        descr: label.en,
        label,
        value: read,
        oid: at,
      });
    }
  }
  return sensors;
}

function single(view: MibView, oid: string): ReadonlyMap<string, SnmpValue> {
  const value = view.get(oid);
  return new Map(value === null ? [] : [['0', value]]);
}

function rowCondition(
  view: MibView,
  only: RowCondition | undefined,
  like: RegExp | null,
): ((index: string) => boolean) | null {
  if (only === undefined) return null;
  const column = view.column(absoluteOid(only.column));
  return (index) => {
    const value = column.get(index);
    if (value === undefined) return false;
    if (only.is !== undefined && !only.is.includes(numberOf(value) ?? Number.NaN)) return false;
    if (only.prefix !== undefined && !only.prefix.some((prefix) => index.startsWith(prefix))) return false;
    if (only.suffix !== undefined && !index.endsWith(only.suffix)) return false;
    return like === null || like.test(textOf(value) ?? '');
  };
}

function decimalsAt(view: MibView, column: string | undefined, index: string): number {
  if (column === undefined) return 0;
  const decimals = numberOf(view.get(`${absoluteOid(column)}.${index}`)) ?? 0;
  return decimals >= 0 && decimals <= 9 ? decimals : 0;
}

/** The value in the unit of its class; null when there is none. */
function readNumber(value: SnmpValue, { definition, take }: Ready, decimals: number): number | null {
  const raw = rawNumber(value, definition, take);
  if (raw === null || definition.skip?.includes(raw) === true) return null;
  const scaled = (raw * (definition.multiply ?? 1)) / ((definition.divide ?? 1) * 10 ** decimals);
  const converted = definition.convert === undefined ? scaled : convert(scaled, definition.convert);
  return Number.isFinite(converted) ? Number(converted.toPrecision(12)) : null;
}

function rawNumber(value: SnmpValue, { read, states }: SensorDefinition, take: RegExp | null): number | null {
  if (read === 'bits') return bits(value.raw);
  const text = (textOf(value) ?? '').slice(0, 200);
  if (states !== undefined && Object.hasOwn(states, text)) return states[text] ?? null;
  if (take !== null) {
    const found = take.exec(text)?.[1];
    return found === undefined || found === '' || !Number.isFinite(Number(found)) ? null : Number(found);
  }
  // Agents also send “27.5 C”, “6.5540, 6.1” or “230V”: the number at the start counts.
  return numberOf(value) ?? leadingNumber(text);
}

function leadingNumber(text: string): number | null {
  const found = /^\s*([-+]?\d{1,15}(?:\.\d{1,12})?)(?![\w.:/-])/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** hrPrinterDetectedErrorState (RFC 2790 §4.6): bit 0 is the highest of the first octet. */
function bits(raw: string): number | null {
  if (raw.length > 4) return null;
  let number = 0;
  for (let at = 0; at < raw.length; at++) number = number * 256 + raw.charCodeAt(at);
  return number;
}

function convert(value: number, conversion: SensorConversion): number {
  if (conversion === 'fahrenheit-celsius') return ((value - 32) * 5) / 9;
  // IEEE 802.11 §15.4.4.3 and §17.3.8.4.2: 5 MHz a channel, from 2407 or 5000 MHz.
  if (conversion === 'channel-megahertz')
    return value === 14 ? 2484 : value < 14 ? 2407 + 5 * value : 5000 + 5 * value;
  const milliwatts = conversion === 'microwatt-dbm' ? value / 1000 : value;
  return milliwatts > 0 ? 10 * Math.log10(milliwatts) : Number.NaN;
}
