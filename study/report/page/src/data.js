// The report as the program wrote it, and what the page reads of it.

export const report = JSON.parse(document.getElementById('data').textContent);

/** The table of that name, wherever it stands, or undefined. */
export function table(name) {
  for (const section of report.sections)
    for (const found of section.tables) if (found.name === name) return found;
  return undefined;
}

/** The rows of a table as objects by column name. */
export function rows(found) {
  const count = found.columns.length === 0 ? 0 : found.columns[0].values.length;
  return Array.from({length: count}, (_, i) =>
    Object.fromEntries(found.columns.map((column) => [column.name, column.values[i]])));
}

/** What a unit is called: "money" stands for the study's own. */
export function unitText(unit) {
  return unit === 'money' ? report.unit : unit;
}

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const small = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});
const money = new Intl.NumberFormat('en', {maximumFractionDigits: 2});

/** A cell as people read it. */
export function cellText(value) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return value;
  if (Number.isInteger(value)) return whole.format(value);
  return Math.abs(value) < 100 ? small.format(value) : money.format(value);
}

/** "realised_margin" as words. */
export function words(name) {
  return name.replaceAll('_', ' ');
}
