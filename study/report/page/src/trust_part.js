// What moves when evidence is believed that the study gives no weight.

import {rows, table} from './data.js';
import {chart} from './charts.js';
import {element} from './dom.js';
import {foldedTable, tableElement} from './tables.js';
import {colors} from './theme.js';

export function trustPart(shown) {
  const steps = rows(shown);
  const first = table('trust_first');
  const firstRows = rows(first);
  let chosen = 0;
  const line = chart('Share of the margin that stays unattributed, by the weight given', () => ({
    height: 180,
    data: {values: steps.map((step, i) => ({...step, chosen: i === chosen}))},
    encoding: {
      x: {field: 'trust', type: 'quantitative', title: 'weight of what is not believed now'},
      y: {field: 'unattributed_share', type: 'quantitative', axis: {format: '.0%'},
        scale: {domainMin: 0}, title: 'unattributed'},
    },
    layer: [
      {mark: {type: 'line', color: colors()[0]}},
      {mark: {type: 'point', filled: true, tooltip: true, color: colors()[0]},
        encoding: {size: {condition: {test: 'datum.chosen', value: 220}, value: 50}}},
    ],
  }));
  const below = element('div');
  const output = element('output', {});
  const slider = element('input', {type: 'range', min: 0, max: steps.length - 1, step: 1});
  slider.value = '0';
  function show(redraw = true) {
    output.textContent = String(steps[chosen].trust);
    slider.setAttribute('aria-valuetext', `weight ${steps[chosen].trust}`);
    below.replaceChildren(tableElement(first, {
      without: ['trust'],
      caption: `The first ten people at weight ${steps[chosen].trust}`,
      wanted: (i) => firstRows[i].trust === steps[chosen].trust}));
    if (redraw) void line.redraw();
  }
  slider.addEventListener('input', () => {
    chosen = Number(slider.value);
    show();
  });
  show(false);
  const label = element('label', {}, element('span', {}, 'weight: ', output), slider);
  return [element('div', {className: 'controls'}, label), line.box, below, foldedTable(shown)];
}
