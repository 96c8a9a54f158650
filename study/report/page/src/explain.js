// Why one person's score is what it is: its parts as bars and as a table.

import {cellText, rows, unitText} from './data.js';
import {barsHeight, chart} from './charts.js';
import {choice, element} from './dom.js';
import {onPerson} from './people.js';
import {tableElement} from './tables.js';
import {colors} from './theme.js';

/** The parts of each CRV: one person in one context at a time. Follows whom the page chooses. */
export function explainPart(shown) {
  const parts = rows(shown);
  const keys = [...new Set(parts.map((part) => `${part.person_id}\n${part.context}`))];
  const total = new Map();
  for (const part of parts) {
    const key = `${part.person_id}\n${part.context}`;
    total.set(key, (total.get(key) ?? 0) + part.crv_amount);
  }
  keys.sort((a, b) => total.get(b) - total.get(a));
  let chosen = keys[0];
  const below = element('div');
  const said = element('p', {role: 'status'});
  const chosenParts = () => parts
    .filter((part) => `${part.person_id}\n${part.context}` === chosen)
    .map(({newcomer, newcomers, crv_amount, share}) =>
      ({newcomer: newcomer ?? `${newcomers} others`, crv_amount, share}));
  const bars = chart('Parts of the CRV chosen, a bar for each newcomer', () => ({
    height: barsHeight(chosenParts(), 'newcomer'),
    data: {values: chosenParts()},
    mark: {type: 'bar', color: colors()[0], tooltip: true},
    encoding: {
      y: {field: 'newcomer', type: 'nominal', sort: null, title: 'newcomer'},
      x: {field: 'crv_amount', type: 'quantitative', title: `CRV, ${unitText('money')}`},
    },
  }));
  function show(redraw = true) {
    const [person, context] = chosen.split('\n');
    said.textContent = `${person} in ${context}: the parts sum to a CRV of ` +
      `${cellText(total.get(chosen))}.`;
    below.replaceChildren(tableElement(shown, {caption: `The CRV of ${person} in ${context}`,
      without: ['person_id', 'context'],
      wanted: (i) => `${parts[i].person_id}\n${parts[i].context}` === chosen}));
    if (redraw) void bars.redraw();
  }
  const people = choice('person and context', keys.map((key) => [key, key.replace('\n', ' in ')]),
    (key) => { chosen = key; show(); });
  onPerson((person, context) => {
    const key = keys.find((each) => each === `${person}\n${context}`) ??
      keys.find((each) => each.startsWith(`${person}\n`));
    if (key === undefined) {
      said.textContent = `Nothing that this page holds is credited to ${person}.`;
      below.replaceChildren();
      chosen = undefined;
      if (bars.box.dataset.drawn === 'yes') void bars.redraw();
      return;
    }
    chosen = key;
    people.select.value = key;
    show(bars.box.dataset.drawn === 'yes');
  });
  show(false);
  return [element('div', {className: 'controls'}, people.label), said, bars.box, below];
}
