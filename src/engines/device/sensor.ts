import type { Text } from '#engines/text.ts';

/** One measure or state of a device. Units by class: temperature °C, voltage V, current A, power W, fanspeed rpm, dbm… */
export interface DeviceSensor {
  /**
   * temperature, voltage, current, power, power_consumed (kWh), fanspeed, dbm, frequency (Hz), humidity, charge, load,
   * percent, loss (%), runtime (minutes), delay (seconds), signal (dBm), count, or state (the device's own code). Of
   * radio: clients, ap-count, frequency (MHz), noise-floor and rssi (dBm), rate (bit/s), distance (km), utilization,
   * capacity, ccq and quality (%).
   */
  readonly class: string;
  /** What of the table's index tells it apart, as `1.3`; `0` for the only one of its kind. */
  readonly index: string;
  /** As the device or the definition says it, in English; what the shell prints. */
  readonly descr: string;
  /** The same for a person; alike in both languages where the words are the device's own. */
  readonly label: Text;
  readonly value: number;
  /** Where it is read, numeric without leading dot. */
  readonly oid: string;
}

/** Sensors beyond this are a device that answers without end: the first ones count. */
export const MOST_SENSORS = 50_000;
