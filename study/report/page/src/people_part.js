// First by CRV and first in general, of one context at a time: who rises and who falls.

import {rows} from './data.js';
import {chart} from './charts.js';
import {choice, element} from './dom.js';
import {tableElement} from './tables.js';
import {colors} from './theme.js';

/** A line from the rank in general to the rank in the context, for each person listed. */
function slopes(people) {
  return people.filter((one) => one.general_rank !== null && one.rank_in_context !== null)
    .flatMap((one) => [
      {person_id: one.person_id, context: one.context, list: one.list, moves: one.moves,
        where: 'in general', rank: one.general_rank},
      {person_id: one.person_id, context: one.context, list: one.list, moves: one.moves,
        where: 'by CRV here', rank: one.rank_in_context}]);
}

export function peoplePart(shown) {
  const people = rows(shown);
  const contexts = [...new Set(people.map((one) => one.context))];
  if (contexts.length === 0) return [];
  let chosen = contexts[0];
  const below = element('div', {className: 'cards'});
  const lines = chart('Rank in general beside rank by CRV in the context chosen', () => ({
    height: 300,
    data: {values: slopes(people.filter((one) => one.context === chosen))},
    encoding: {
      x: {field: 'where', type: 'nominal', sort: ['in general', 'by CRV here'], title: null,
        axis: {labelAngle: 0}, scale: {padding: 0.4}},
      y: {field: 'rank', type: 'quantitative', scale: {type: 'log', reverse: true}, title: 'rank'},
      color: {field: 'list', type: 'nominal', title: null,
        scale: {domain: ['first by CRV', 'first in general'], range: [colors()[0], colors()[1]]}},
      detail: {field: 'person_id'},
    },
    layer: [
      {mark: {type: 'line', strokeWidth: 2}, encoding: {strokeDash: {field: 'list', type: 'nominal', title: null}}},
      {mark: {type: 'point', filled: true, size: 60, tooltip: true, cursor: 'pointer'},
        encoding: {shape: {field: 'list', type: 'nominal', title: null}}},
    ],
  }));
  function show(redraw = true) {
    below.replaceChildren(...['first by CRV', 'first in general'].map((list) =>
      element('div', {className: 'card'}, tableElement(shown, {caption: `${list}, in ${chosen}`,
        without: ['context', 'list'],
        wanted: (i) => people[i].context === chosen && people[i].list === list}))));
    if (redraw) void lines.redraw();
  }
  const select = choice('context', contexts.map((context) => [context, context]), (context) => {
    chosen = context;
    show();
  });
  show(false);
  return [element('div', {className: 'controls'}, select.label), lines.box, below];
}
