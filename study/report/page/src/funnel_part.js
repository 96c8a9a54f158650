// Kumar's funnel: of those asked, who intends, did, brought somebody who joined, made a profit.

import {rows} from './data.js';
import {barsHeight, chart} from './charts.js';
import {choice, element} from './dom.js';
import {foldedTable, tableElement} from './tables.js';
import {colors, ink} from './theme.js';

const kAll = 'all contexts';
const kChains = [
  ['of those asked', [['asked', 'asked'], ['intends', 'intend to recommend'],
    ['intends_did', 'and did'], ['intends_joined', 'whose newcomers joined'],
    ['intends_profitable', 'at a profit']]],
  ['of everybody', [['people', 'people'], ['did', 'recommended'],
    ['joined', 'whose newcomers joined'], ['profitable', 'at a profit']]],
];

/** The steps of one row and chain, those that nobody was asked about left out. */
function steps(row, names) {
  return names.filter(([name]) => row[name] !== null)
    .map(([name, text]) => ({step: text, people: row[name]}));
}

function stepsSpec(row, names) {
  const shown = steps(row, names);
  return {height: barsHeight(shown, 'step'), data: {values: shown}, encoding: {
    y: {field: 'step', type: 'nominal', sort: names.map(([, text]) => text), title: null,
      axis: {labelLimit: 200}},
    x: {field: 'people', type: 'quantitative', title: 'people'}},
  layer: [{mark: {type: 'bar', color: colors()[0], tooltip: true}},
    {mark: {type: 'text', align: 'left', dx: 4, color: ink().text},
      encoding: {text: {field: 'people'}}}]};
}

function saidOf(row) {
  const parts = [];
  if (row.not_asked) parts.push(`Not asked here: ${row.not_asked}.`);
  if (row.gap !== null)
    parts.push(`The gap between those who intend to and those who did is ` +
      `${(100 * row.gap).toFixed(1)} % of those asked (95 % interval ` +
      `${(100 * row.gap_low).toFixed(1)} to ${(100 * row.gap_high).toFixed(1)}).`);
  if (row.nps !== null) parts.push(`NPS ${Math.round(row.nps)}, of ${row.nps_people} people.`);
  return parts.join(' ');
}

export function funnelPart(shown) {
  const all = rows(shown).map((row) => ({...row, context: row.context_id ?? kAll}));
  const contexts = [...new Set(all.map((row) => row.context))]
    .sort((a, b) => Number(b === kAll) - Number(a === kAll));
  const rowOf = (context) =>
    all.find((row) => row.context === context && row.segment === 'all') ?? all[0];
  let chosen = rowOf(kAll);
  const said = element('p', {role: 'status'});
  // Where nobody was asked anything there is no chain of the asked.
  const chains = kChains.filter(([, names]) => all.some((row) => row[names[0][0]] > 0));
  const charts = chains.map(([chain, names]) =>
    chart(`From saying to doing to value, ${chain}, in numbers of people`,
      () => stepsSpec(chosen, names)));
  const select = choice('context', contexts.map((context) => [context, context]), (context) => {
    chosen = rowOf(context);
    said.textContent = saidOf(chosen);
    for (const each of charts) void each.redraw();
  });
  said.textContent = saidOf(chosen);
  const boxes = chains.flatMap(([chain], i) =>
    [element('p', {className: 'note'}, chain[0].toUpperCase() + chain.slice(1)), charts[i].box]);
  return [element('div', {className: 'controls'}, select.label), said, ...boxes,
    foldedTable(shown)];
}

/** Correlations of everybody; those of each segment are folded away. */
export function correlationsPart(shown) {
  const found = rows(shown);
  const over = found.some((row) => row.context_id === null) ? null : found[0].context_id;
  return [tableElement(shown, {headed: true, without: ['segment', 'context_id'],
    wanted: (i) => found[i].segment === 'all' && found[i].context_id === over}),
  foldedTable(shown, 'The same for each context and segment')];
}
