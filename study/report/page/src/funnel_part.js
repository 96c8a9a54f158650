// Kumar's funnel: of those asked, who intends, did, brought somebody who joined, made a profit.

import {rows} from './data.js';
import {chart} from './charts.js';
import {choice, element} from './dom.js';
import {foldedTable} from './tables.js';
import {colors} from './theme.js';

const kAll = 'all contexts';
const kChains = [
  ['of those asked', [['asked', 'asked'], ['intends', 'intend to recommend'],
    ['intends_did', 'and did'], ['intends_joined', 'whose newcomers joined'],
    ['intends_profitable', 'at a profit']]],
  ['of everybody', [['people', 'people'], ['did', 'recommended'],
    ['joined', 'whose newcomers joined'], ['profitable', 'at a profit']]],
];

/** The steps of one row, those that nobody was asked about left out. */
function steps(row) {
  return kChains.flatMap(([chain, names]) => names
    .filter(([name]) => row[name] !== null)
    .map(([name, text], place) => ({chain, place, step: text, people: row[name]})));
}

function saidOf(row) {
  const parts = [];
  if (row.not_asked) parts.push(`Not asked here: ${row.not_asked}.`);
  if (row.gap !== null)
    parts.push(`The gap between those who intend to and those who did is ` +
      `${(100 * row.gap).toFixed(1)} % of those asked.`);
  if (row.nps !== null) parts.push(`NPS ${Math.round(row.nps)}, of ${row.nps_people} people.`);
  return parts.join(' ');
}

export function funnelPart(shown) {
  const all = rows(shown).map((row) => ({...row, context: row.context_id ?? kAll}));
  const contexts = [...new Set(all.map((row) => row.context))];
  const rowOf = (context) =>
    all.find((row) => row.context === context && row.segment === 'all') ?? all[0];
  let chosen = rowOf(kAll);
  const said = element('p', {role: 'status'});
  const bars = chart('From saying to doing to value, in numbers of people', () => ({
    data: {values: steps(chosen)},
    facet: {row: {field: 'chain', type: 'nominal', sort: null, title: null,
      header: {labelAngle: 0, labelAlign: 'left', labelOrient: 'top'}}},
    resolve: {scale: {x: 'independent', y: 'independent'}},
    spec: {width: 420, height: {step: 22}, encoding: {
      y: {field: 'step', type: 'nominal', sort: {field: 'place'}, title: null,
        axis: {labelLimit: 200}},
      x: {field: 'people', type: 'quantitative', title: 'people'}},
      layer: [{mark: {type: 'bar', color: colors()[0], tooltip: true}},
        {mark: {type: 'text', align: 'left', dx: 4, color: colors()[7]},
          encoding: {text: {field: 'people'}}}]},
  }));
  const select = choice('context', contexts.map((context) => [context, context]), (context) => {
    chosen = rowOf(context);
    said.textContent = saidOf(chosen);
    void bars.redraw();
  });
  said.textContent = saidOf(chosen);
  return [element('div', {className: 'controls'}, select.label), said, bars.box,
    foldedTable(shown)];
}
