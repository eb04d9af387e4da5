/** The model as plain numbers, nodes numbered as the caller gave them: what the ranked index is built from. */
export interface FlatModel {
  readonly nodeCount: number;
  /** Consumer of each group. */
  readonly groupOf: Int32Array;
  /** Members of group g: `members[groupStart[g]] … members[groupStart[g + 1] - 1]`. */
  readonly groupStart: Int32Array;
  readonly members: Int32Array;
  readonly kMin: Int32Array;
  readonly kFull: Int32Array;
  readonly cap: Uint8Array;
  /** Position of each group in the caller's list. */
  readonly groupPosition: Int32Array;
  readonly flowFrom: Int32Array;
  readonly flowTo: Int32Array;
  readonly flowAttenuation: Uint8Array;
  /** Bit 0 integrity, bit 1 confidentiality. */
  readonly flowChannels: Uint8Array;
  readonly flowPosition: Int32Array;
}
