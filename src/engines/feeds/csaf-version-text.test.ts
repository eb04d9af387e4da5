import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCsafVersion } from './csaf-version-text.ts';

/** Text of a branch, and what it says: ranges as intervals, further ends after `|`, `?` when something limits it. */
const cases: Readonly<Record<string, string>> = {
  'vers:all/*': 'all',
  'All versions': 'all',
  '*': 'all',
  'No version': 'nothing',
  '< V7.1': '(-, V7.1)',
  '<V1.2.3': '(-, V1.2.3)',
  'All versions < 3.1': '(-, 3.1)',
  'All Versions >= 1.16.4 < 1.17.2': '[1.16.4, 1.17.2)',
  '>=1.0|<2.0': '[1.0, 2.0)',
  'vers:all/>=V7.80<V9.40': '[V7.80, V9.40)',
  'vers:semver/>=1.0.0|<1.5.0|>=2.0.0|<2.1.0': '[1.0.0, 1.5.0) [2.0.0, 2.1.0)',
  '> 4.001 | < 4.005 | > 5.011 | < 5.017': '(4.001, 4.005) (5.011, 5.017)',
  '>= 12.1.0 | <= 12.1.3': '[12.1.0, 12.1.3]',
  '>=8.0|=<8.5': '[8.0, 8.5]',
  '>= V2016.05RS09': '[V2016.05RS09, -)',
  '5.011  | < 8.011': '[5.011, 8.011)',
  '0 < 8.0.1': '[0, 8.0.1)',
  '< 1.99 | 2.20 | 2.40': '(-, 1.99) |2.20 2.40',
  '<V33.017_V34.014_V35.013': '(-, V33.017) |V34.014 V35.013',
  '<V7.5_SP2_Update_16': '(-, V7.5 SP2 Update 16)',
  'NMC2 <= 6.9.6': '(-, 6.9.6]',
  'All versions < CPCI85 V05.11 (only with activated debug support)': '(-, V05.11)?',
  '< 15.2(6)E2a': '(-, 15.2(6)E2a)',
  '< 2.1.0 (Windows and Linux)': '(-, 2.1.0)',
  '<=N': '(-, N]',
  '2.11 R3 2259 or prior': '(-, 2.11 R3 2259]',
  'Versions 2.00 to 6.11': '[2.00, 6.11]',
  'V1.81.01 - V1.81.03': '[V1.81.01, V1.81.03]',
  '20-33': '[20, 33]',
  '7.00-20121012': '7.00-20121012',
  '11.2 | 11.3 | 11.4': '11.2 11.3 11.4',
  'All versions with U-Boot < V2020.05': '(-, V2020.05)?',
  '<V8.89_installed_on_CP100_devices': '(-, V8.89)?',
  'All versions using Shared HIS': 'all?',
  'with wireless option': 'all?',
  '* (only if the web server is enabled)': 'all?',
  '<=the_first_5_digits_of_serial_number_22081': 'unread',
  '<March/24/2023': 'unread',
  '< june 30 2015': 'unread',
};

for (const [text, expected] of Object.entries(cases))
  test(`« ${text} »`, () => {
    const { says, isConditional } = readCsafVersion(text);
    assert.equal(shown(says) + (isConditional ? '?' : ''), expected);
  });

function shown(says: ReturnType<typeof readCsafVersion>['says']): string {
  if (says.kind === 'versions') return says.versions.join(' ');
  if (says.kind !== 'ranges') return says.kind;
  const ranges = says.ranges.map(({ low, high }) => {
    const from = low === null ? '(-' : `${low.inclusive ? '[' : '('}${low.version}`;
    const to = high === null ? '-)' : `${high.version}${high.inclusive ? ']' : ')'}`;
    return `${from}, ${to}`;
  });
  return ranges.join(' ') + (says.others.length === 0 ? '' : ` |${says.others.join(' ')}`);
}
