/** Which rows of a table a definition is about. */
export interface RowCondition {
  /** Column with the same index; the row counts only where it has a value. */
  readonly column: string;
  /** The value is one of these numbers. */
  readonly is?: readonly number[];
  /** The text matches this regular expression. */
  readonly like?: string;
  /** The index starts with one of these. */
  readonly prefix?: readonly string[];
  /** The index ends so. */
  readonly suffix?: string;
}

export type SensorConversion = 'milliwatt-dbm' | 'microwatt-dbm' | 'fahrenheit-celsius' | 'channel-megahertz';

/** One kind of sensor, as a definition file tells it: OIDs are written below 1.3.6.1.4.1 unless they start with `1.`. */
export interface SensorDefinition {
  readonly class: string;
  /** A table column, or one value when it ends in `.0`. */
  readonly oid: string;
  /**
   * What to call it: `{i}` is the index, `{column}` the text of that column at the same index, `{a|b}` the first that
   * has one, `{column@first}` and `{column@last}` look by the first or last part of the index.
   */
  readonly name: string;
  readonly divide?: number;
  readonly multiply?: number;
  /** Column that says, at the same index, how many decimals the value has. */
  readonly decimals?: string;
  /** Values as read that mean “nothing there”. */
  readonly skip?: readonly number[];
  readonly only?: RowCondition;
  /** The number is the first group of this expression in a text. */
  readonly take?: string;
  /** Numbers that stand for the texts of a state. */
  readonly states?: Readonly<Record<string, number>>;
  readonly convert?: SensorConversion;
  /** A bit string is read as one number, first octet first. */
  readonly read?: 'bits';
  /** Operating systems that it is for; all when absent. */
  readonly os?: readonly string[];
  /** Not where the device has a value at or below this OID: a better source says the same. */
  readonly unless?: string;
}
