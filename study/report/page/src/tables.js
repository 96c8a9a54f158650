// Tables of the report as HTML: people in them can be chosen.

import {cellText, unitText, words} from './data.js';
import {element} from './dom.js';
import {choosePerson} from './people.js';

const kPeople = new Set(['person_id', 'largest_newcomer', 'newcomer', 'referrer_id']);
const kLong = 28;

function cell(column, i, context) {
  const value = column.values[i];
  if (column.numeric && !kPeople.has(column.name))
    return element('td', {className: 'number'}, cellText(value));
  const text = value === null ? '' : String(value);
  if (kPeople.has(column.name) && text !== '') {
    const button = element('button', {type: 'button', className: 'person',
      title: 'Show the network around this person'}, text);
    button.addEventListener('click', () => choosePerson(text, context ? context.values[i] : null));
    return element('td', {}, button);
  }
  return element('td', {className: text.length > kLong ? 'long' : 'short'}, text);
}

/**
 * A table with the rows for which `wanted(i)`, and all columns but those `without`. Where a heading
 * above says the same, `headed`, the caption is for screen readers alone.
 */
export function tableElement(table,
  {wanted = () => true, caption = table.title, without = [], headed = false} = {}) {
  const context = table.columns.find((column) => column.name === 'context');
  const columns = table.columns.filter((column) => !without.includes(column.name));
  const head = element('tr', {}, ...columns.map((column) =>
    element('th', {scope: 'col', className: column.numeric ? 'number' : '',
      title: [column.meaning, unitText(column.unit)].filter(Boolean).join('; ')},
      words(column.name))));
  const body = element('tbody');
  const count = table.columns.length === 0 ? 0 : table.columns[0].values.length;
  for (let i = 0; i < count; ++i)
    if (wanted(i))
      body.append(element('tr', {}, ...columns.map((column) => cell(column, i, context))));
  const tall = body.children.length > 14;
  return element('div', {className: tall ? 'scroll tall' : 'scroll', tabIndex: 0, role: 'region',
    ariaLabel: caption},
    element('table', {}, element('caption', {className: headed ? 'unseen' : ''}, caption),
      element('thead', {}, head), body));
}

/** A table that is folded away, for who cannot see the picture or wants its numbers. */
export function foldedTable(table, title = `${table.title}: the numbers`) {
  const folded = element('details', {}, element('summary', {}, title));
  // Made when it is wanted: a long one slows the page.
  folded.addEventListener('toggle', () => {
    if (folded.open && folded.children.length === 1) folded.append(tableElement(table));
  });
  return folded;
}
