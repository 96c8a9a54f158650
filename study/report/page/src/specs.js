// One Vega-Lite chart for each table that has one, by the table's name.

import {rows, unitText} from './data.js';
import {barsHeight} from './charts.js';
import {colors, ink} from './theme.js';

const kSegments = ['champion', 'affluent', 'advocate', 'miser', 'influencer without purchases',
  'detractor', 'no segment'];
const kKinds = ['score', 'context baseline', 'general baseline'];
const kShapes = ['circle', 'square', 'triangle-up', 'cross', 'diamond', 'triangle-down', 'stroke'];

function segmentEncoding(found) {
  const domain = kSegments.filter((segment) => found.some((one) => one.segment === segment));
  const places = domain.map((segment) => kSegments.indexOf(segment));
  return {
    color: {field: 'segment', type: 'nominal', title: null,
      scale: {domain, range: places.map((place) => colors()[[0, 2, 3, 6, 4, 1, 5][place]])}},
    shape: {field: 'segment', type: 'nominal', title: null,
      scale: {domain, range: places.map((place) => kShapes[place])}},
  };
}

/** Linear near 0 and logarithmic beyond: values of both signs, and 0, have a place. */
const symlog = {type: 'symlog', constant: 1};

/** The meaning of the first axis, CLV or own margin, stands with its column. */
function valueAxes(table) {
  const {meaning} = table.columns.find((column) => column.name.startsWith('customer_value'));
  return {
    x: {field: 'customer_value', type: 'quantitative', scale: symlog,
      title: `${meaning}, ${unitText('money')}`, axis: {tickCount: 6}},
    y: {field: 'crv', type: 'quantitative', scale: symlog, title: `CRV, ${unitText('money')}`,
      axis: {tickCount: 6}},
  };
}

function points(found, table) {
  return {height: 380, data: {values: found}, mark: {type: 'point', filled: true, size: 45,
    opacity: 0.75, tooltip: true, cursor: 'pointer'},
    encoding: {...valueAxes(table), ...segmentEncoding(found)}};
}

function cells(found, table) {
  const axes = valueAxes(table);
  axes.x.field = 'customer_value_from';
  axes.y.field = 'crv_from';
  return {height: 380, data: {values: found},
    mark: {type: 'point', filled: true, opacity: 0.75, tooltip: true},
    encoding: {...axes, ...segmentEncoding(found),
      size: {field: 'people', type: 'quantitative', scale: {type: 'log', range: [20, 600]}}}};
}

function segments(found) {
  const {color} = segmentEncoding(found);
  return {height: barsHeight(found, 'context'), data: {values: found},
    mark: {type: 'bar', tooltip: true},
    encoding: {y: {field: 'context', type: 'nominal', sort: null, title: null},
      x: {field: 'people', type: 'quantitative', title: 'people'}, color}};
}

function ledger(found) {
  const parts = found.flatMap((one) => ['credited', 'unattributed', 'outside_horizon']
    .filter((part) => part !== 'outside_horizon' || one.outside_horizon > 0)
    .map((part) => ({context: one.context, part: part.replace('_', ' '), margin: one[part]})));
  return {height: barsHeight(parts, 'context'), data: {values: parts}, mark: {type: 'bar', tooltip: true},
    encoding: {y: {field: 'context', type: 'nominal', sort: null, title: null},
      x: {field: 'margin', type: 'quantitative', title: `margin, ${unitText('money')}`},
      color: {field: 'part', type: 'nominal', title: null,
        scale: {domain: ['credited', 'unattributed', 'outside horizon'],
          range: [colors()[0], ink().line, colors()[4]]}}}};
}

function cuts(found) {
  return {height: 300, data: {values: found},
    mark: {type: 'line', point: {filled: true, size: 50}, tooltip: true},
    encoding: {x: {field: 'cut', type: 'ordinal', title: 'cut', axis: {labelAngle: 0, labelOverlap: true}},
      y: {field: 'auc', type: 'quantitative', scale: {zero: false}, title: 'mean area under ROC'},
      color: {field: 'score', type: 'nominal', title: null},
      strokeDash: {field: 'kind', type: 'nominal', title: null, scale: {domain: kKinds},
        legend: {symbolType: 'stroke', symbolFillColor: 'transparent', symbolStrokeColor: ink().text,
          symbolStrokeWidth: 2, symbolSize: 400}}}};
}

function capture(found) {
  return {height: 260, data: {values: found},
    mark: {type: 'line', point: {filled: true, size: 50}, tooltip: true},
    encoding: {x: {field: 'first_people', type: 'quantitative', axis: {format: '.0%', values: [0.01, 0.05, 0.1]},
      title: 'first people of each list'},
      y: {field: 'captured', type: 'quantitative', axis: {format: '.0%'},
        title: 'of what was to come'},
      color: {field: 'score', type: 'nominal', title: null}}};
}

/** Scores with the interval of their difference to the best context-free baseline. */
function scores(found) {
  const shown = found.filter((one) => one.minus_general !== null).slice(0, 24);
  return {height: barsHeight(shown, 'score'), data: {values: shown},
    encoding: {y: {field: 'score', type: 'nominal', sort: null, title: null},
      color: {field: 'kind', type: 'nominal', title: null, scale: {domain: kKinds}}},
    layer: [
      {mark: {type: 'rule', color: ink().quiet, strokeDash: [4, 3], aria: false},
        encoding: {x: {datum: 0}, y: null, color: null}},
      {mark: {type: 'rule', strokeWidth: 2},
        encoding: {x: {field: 'general_low', type: 'quantitative',
          title: 'area under ROC, minus the best context-free baseline'},
          x2: {field: 'general_high'}}},
      {mark: {type: 'point', filled: true, size: 60, tooltip: true},
        encoding: {x: {field: 'minus_general', type: 'quantitative'},
          shape: {field: 'kind', type: 'nominal', title: null, scale: {domain: kKinds}}}},
    ]};
}

/** Means of each band; near 0 the scales are linear, so that a band where nothing came is there. */
function calibration(found) {
  const bands = found.map((one) => ({...one, predicted_each: one.predicted / one.people,
    realised_each: one.realised / one.people}));
  const all = bands.flatMap((one) => [one.predicted_each, one.realised_each]);
  const most = Math.max(...all);
  const scale = {type: 'symlog', constant: 0.01};
  const axis = {format: '~g', values: [0, 0.01, 0.1, 1, 10, 100].filter((tick) => tick <= 2 * most)};
  return {height: 300, layer: [
    {data: {values: Array.from({length: 60}, (_, i) => ({end: most * 1.2 ** (i - 59)}))},
      mark: {type: 'line', color: ink().quiet, strokeDash: [4, 3], aria: false}, encoding: {
        x: {field: 'end', type: 'quantitative'}, y: {field: 'end', type: 'quantitative'}}},
    {data: {values: bands}, mark: {type: 'point', filled: true, tooltip: true},
      encoding: {
        x: {field: 'predicted_each', type: 'quantitative', scale, axis,
          title: 'referrals foretold of each'},
        y: {field: 'realised_each', type: 'quantitative', scale, axis,
          title: 'referrals that came'},
        size: {field: 'people', type: 'quantitative', scale: {type: 'log', range: [30, 300]}},
        color: {field: 'cut', type: 'nominal', title: 'cut'}}},
  ]};
}

function forecastCheck(found) {
  const judged = found.filter((one) => one.auc !== null);
  return {height: barsHeight(judged, 'score'), data: {values: judged}, mark: {type: 'point', filled: true, size: 80,
    tooltip: true}, encoding: {
    y: {field: 'score', type: 'nominal', sort: null, title: null},
    x: {field: 'auc', type: 'quantitative', scale: {zero: false}, title: 'area under ROC'},
    color: {field: 'shown', type: 'nominal', title: 'ranks people'}}};
}

function precedence(found) {
  return {height: barsHeight(found, 'relation'), data: {values: found}, encoding: {
    y: {field: 'relation', type: 'nominal', sort: null, title: null}}, layer: [
    {mark: {type: 'tick', thickness: 3, size: 16, color: ink().quiet, tooltip: true},
      encoding: {x: {field: 'placebo', type: 'quantitative', axis: {format: '.0%'},
        title: 'the helper came first (dot), and by chance (stroke)'}}},
    {mark: {type: 'point', filled: true, size: 80, tooltip: true, color: colors()[0]},
      encoding: {x: {field: 'share', type: 'quantitative'}}},
  ]};
}

const kSpecs = {points, cells, segments, ledger, backtest_cuts: cuts, backtest_capture: capture,
  backtest_scores: scores, calibration, forecast_check: forecastCheck, precedence};

/** The spec for a table, or undefined: a suffix such as `_2` tells several of one kind apart. */
export function specOf(table) {
  const make = kSpecs[table.name] ?? kSpecs[table.name.replace(/_\d+$/, '')];
  if (make === undefined) return undefined;
  const found = rows(table);
  if (table.name === 'forecast_check' && found.every((one) => one.auc === null)) return undefined;
  return () => make(found, table);
}
