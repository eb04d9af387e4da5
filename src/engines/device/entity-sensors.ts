import type { MibView } from '#engines/snmprec/mib-view.ts';
import { numberOf, textOf } from '#engines/snmprec/varbind.ts';
import type { Text } from '#engines/text.ts';
import { type DeviceSensor, MOST_SENSORS } from './sensor.ts';

/** Tables of one shape: type, scale, precision, value and status in this order of columns. */
const tables = {
  /** ENTITY-SENSOR-MIB entPhySensorTable (RFC 3433). */
  standard: '1.3.6.1.2.1.99.1.1.1',
  /** CISCO-ENTITY-SENSOR-MIB entSensorValueTable. */
  cisco: '1.3.6.1.4.1.9.9.91.1.1.1.1',
} as const;

/** EntitySensorDataType (RFC 3433 §4) and SensorDataType of Cisco; what measures nothing has no class. */
const classes: Readonly<Record<number, string>> = {
  3: 'voltage',
  4: 'voltage',
  5: 'current',
  6: 'power',
  7: 'frequency',
  8: 'temperature',
  9: 'humidity',
  10: 'fanspeed',
  11: 'airflow',
  14: 'dbm',
};

const ENTITY = '1.3.6.1.2.1.47.1.1.1.1';
/** EntitySensorDataScale: units(9), a thousandfold each. */
const UNITS = 9;
const OK = 1;
/** RFC 3433 §4: a value outside ±10^9 says that there is none. */
const NO_VALUE = 1_000_000_000;

/** Sensors of the two entity tables that work and measure something. */
export function readEntitySensors(view: MibView, os: string | null): readonly DeviceSensor[] {
  const names = [view.column(`${ENTITY}.7`), view.column(`${ENTITY}.2`)];
  const nameOf = (index: string): Text => {
    for (const column of names) {
      const text = textOf(column.get(index) ?? null);
      if (text !== null && text !== '') return { fr: text, en: text };
    }
    return { fr: `Sonde ${index}`, en: `Sensor ${index}` };
  };
  const sensors: DeviceSensor[] = [];
  for (const table of Object.values(tables)) {
    const [types, scales, precisions, values, statuses] = [1, 2, 3, 4, 5].map((column) =>
      view.column(`${table}.${column}`),
    );
    for (const [index, value] of values ?? []) {
      if (sensors.length >= MOST_SENSORS) break;
      const raw = numberOf(value);
      const type = numberOf(types?.get(index) ?? null);
      const status = numberOf(statuses?.get(index) ?? null);
      const known = type === null ? undefined : classes[type];
      if (raw === null || known === undefined || Math.abs(raw) >= NO_VALUE) continue;
      if (status !== null && status !== OK) continue;
      const scaled = scale(
        raw,
        numberOf(scales?.get(index) ?? null),
        numberOf(precisions?.get(index) ?? null),
      );
      const label = nameOf(index);
      const optical = os === 'arista_eos' && known === 'power' && /\b[TR]X Power\b/.test(label.en);
      if (optical && scaled <= 0) continue;
      sensors.push({
        class: optical ? 'dbm' : known,
        index,
        descr: label.en,
        label,
        // EOS tells optical power in watts where the field speaks of dBm.
        value: optical ? round(10 * Math.log10(scaled * 1000)) : scaled,
        oid: `${table}.4.${index}`,
      });
    }
  }
  return sensors;
}

function scale(raw: number, unit: number | null, precision: number | null): number {
  const thousands = unit === null || unit < 1 || unit > 17 ? 0 : unit - UNITS;
  const decimals = precision === null || precision < -8 || precision > 9 ? 0 : precision;
  return round(raw * 10 ** (3 * thousands - decimals));
}

/** Without the dust of binary fractions. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
