// The network around one person: ties and touches, by context and time, in WebGL and as a table.

import {MultiDirectedGraph} from 'graphology';
import Sigma from 'sigma';
import {report} from './data.js';
import {choice, element} from './dom.js';
import {choosePerson, onPerson} from './people.js';
import {colors, ink, onTheme} from './theme.js';

const kMostAround = 80;
const kDayMilliseconds = 86400000;

const network = report.network;
const placeOf = new Map(network.people.map((id, place) => [id, place]));
const edgesOf = new Map();
network.from.forEach((from, edge) => {
  for (const end of new Set([from, network.to[edge]])) {
    if (!edgesOf.has(end)) edgesOf.set(end, []);
    edgesOf.get(end).push(edge);
  }
});

const chosen = {place: undefined, context: '', until: Infinity};
let sigma;

const isTouch = (edge) => network.kinds[network.kind[edge]].startsWith('touch');
const dateText = (day) =>
  day === null ? '' : new Date(day * kDayMilliseconds).toISOString().slice(0, 10);
const contextText = (edge) =>
  network.context[edge] === null ? 'every' : network.contexts[network.context[edge]];

/** Whether an edge is in the context and not after the time chosen; undated ones always are. */
function isShown(edge) {
  const {context} = chosen;
  const inContext = context === '' || network.context[edge] === null ||
    network.context[edge] === Number(context);
  return inContext && (network.day[edge] === null || network.day[edge] <= chosen.until);
}

/** Edges of the person, touches first, with as many people around as can be told apart. */
function edgesAround(place) {
  const mine = (edgesOf.get(place) ?? []).filter(isShown)
    .sort((a, b) => Number(isTouch(b)) - Number(isTouch(a)) || a - b);
  const around = new Set();
  const shown = [];
  for (const edge of mine) {
    const other = network.from[edge] === place ? network.to[edge] : network.from[edge];
    if (!around.has(other) && around.size === kMostAround) continue;
    around.add(other);
    shown.push(edge);
  }
  return {mine: shown, around: [...around], left: mine.length - shown.length};
}

function colorOf(edge) {
  return network.sign[edge] < 0 ? colors()[1] : colors()[kindColor(network.kind[edge])];
}

/** Vermilion is kept for bad words. */
function kindColor(kind) {
  const places = [0, 2, 3, 4, 5, 6, 7];
  return places[kind % places.length];
}

function addNode(graph, place, x, y) {
  const centre = place === chosen.place;
  graph.addNode(place, {x, y, label: network.people[place], size: centre ? 14 : 7,
    color: centre ? ink().text : ink().quiet});
}

/** The person in the middle, the others on rings of at most thirty, in the order of their edges. */
function buildGraph({mine, around}) {
  const graph = new MultiDirectedGraph();
  addNode(graph, chosen.place, 0, 0);
  const rings = Math.max(1, Math.ceil(around.length / 30));
  const others = around.filter((place) => place !== chosen.place);
  others.forEach((place, i) => {
    const angle = 2 * Math.PI * i / others.length;
    const radius = 1 + (i % rings) * 0.35;
    addNode(graph, place, radius * Math.cos(angle), radius * Math.sin(angle));
  });
  const inside = new Set([chosen.place, ...around]);
  const between = around.flatMap((place) => (edgesOf.get(place) ?? []).filter((edge) =>
    isShown(edge) && isTouch(edge) && network.from[edge] === place &&
    inside.has(network.to[edge]) && network.to[edge] !== chosen.place));
  for (const edge of [...mine, ...new Set(between)])
    graph.addEdge(network.from[edge], network.to[edge], {
      color: colorOf(edge), size: isTouch(edge) ? 2.5 : 1.2, type: 'arrow'});
  return graph;
}

function drawGraph(box, shown) {
  sigma?.kill();
  sigma = undefined;
  try {
    sigma = new Sigma(buildGraph(shown), box, {labelColor: {color: ink().text}, labelSize: 12,
      labelRenderedSizeThreshold: 4, labelDensity: 3, labelGridCellSize: 40,
      stagePadding: 50, allowInvalidContainer: true, zIndex: true});
  } catch {
    box.textContent = 'This browser draws no WebGL: the table below has the same ties and touches.';
    return;
  }
  sigma.on('clickNode', ({node}) => choosePerson(network.people[Number(node)], null));
}

function edgeRow(edge) {
  const outgoing = network.from[edge] === chosen.place;
  const other = network.people[outgoing ? network.to[edge] : network.from[edge]];
  const button = element('button', {type: 'button', className: 'person'}, other);
  button.addEventListener('click', () => choosePerson(other, null));
  return element('tr', {},
    ...[outgoing ? 'to' : 'from', button, network.kinds[network.kind[edge]],
      network.sign[edge] < 0 ? 'negative' : 'positive', dateText(network.day[edge]),
      contextText(edge)].map((cell) => element('td', {className: 'short'}, cell)));
}

function edgeTable({mine}) {
  const heads = ['direction of influence', 'person', 'kind', 'sign', 'date', 'context'];
  return element('div', {className: 'scroll tall', tabIndex: 0, role: 'region',
    ariaLabel: 'Ties and touches of the person'},
    element('table', {}, element('caption', {}, 'Ties and touches of the person'),
      element('thead', {}, element('tr', {},
        ...heads.map((head) => element('th', {scope: 'col'}, head)))),
      element('tbody', {}, ...mine.map(edgeRow))));
}

function swatch(color, text) {
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  line.setAttribute('width', '22');
  line.setAttribute('height', '8');
  line.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M0 4 H22');
  path.setAttribute('stroke', color);
  path.setAttribute('stroke-width', text.startsWith('touch') ? '4' : '2');
  line.append(path);
  return element('li', {}, line, text);
}

function legend({mine}) {
  const kinds = [...new Set(mine.map((edge) => network.kind[edge]))].sort((a, b) => a - b);
  const items = kinds.map((kind) => swatch(colors()[kindColor(kind)], network.kinds[kind]));
  if (mine.some((edge) => network.sign[edge] < 0)) items.push(swatch(colors()[1], 'negative'));
  return element('ul', {className: 'legend'}, ...items);
}

function yearSlider(redraw) {
  const days = network.day.filter((day) => day !== null);
  if (days.length === 0) return undefined;
  const yearOf = (day) => new Date(day * kDayMilliseconds).getUTCFullYear();
  const first = days.reduce((least, day) => Math.min(least, day), Infinity);
  const last = days.reduce((most, day) => Math.max(most, day), -Infinity);
  const output = element('output', {}, String(yearOf(last)));
  const slider = element('input', {type: 'range', min: yearOf(first), max: yearOf(last), step: 1});
  slider.value = String(yearOf(last));
  slider.addEventListener('input', () => {
    output.textContent = slider.value;
    chosen.until = Date.UTC(Number(slider.value) + 1, 0, 1) / kDayMilliseconds - 1;
    redraw();
  });
  return element('label', {}, element('span', {}, 'until the end of ', output), slider);
}

function personField() {
  const field = element('input', {type: 'search', size: 14});
  field.setAttribute('list', 'people');
  const known = element('datalist', {id: 'people'},
    ...network.people.slice(0, 2000).map((id) => element('option', {value: id})));
  field.addEventListener('change', () => {
    if (placeOf.has(field.value)) choosePerson(field.value, null);
  });
  return {field, label: element('label', {}, 'person', field, known)};
}

/** The section; `first` is whom it shows to begin with. */
export function networkSection(first) {
  if (network.people.length === 0) return undefined;
  const box = element('div', {id: 'graph', role: 'img'});
  const below = element('div');
  const said = element('p', {role: 'status'});
  const person = personField();

  function redraw() {
    const shown = edgesAround(chosen.place);
    const id = network.people[chosen.place];
    person.field.value = id;
    said.textContent = `${id}: ${shown.mine.length} ties and touches with ` +
      `${shown.around.length} people${shown.left > 0 ? `; ${shown.left} more are not shown` : ''}. ` +
      'Arrows run with influence.';
    box.setAttribute('aria-label', `Network around ${id}; the table below says the same`);
    drawGraph(box, shown);
    below.replaceChildren(legend(shown), edgeTable(shown));
  }

  const contexts = choice('context', [['', 'all'],
    ...network.contexts.map((name, place) => [String(place), name])], (context) => {
      chosen.context = context;
      redraw();
    });
  onPerson((id, context) => {
    if (!placeOf.has(id)) return;
    chosen.place = placeOf.get(id);
    const place = context === null ? -1 : network.contexts.indexOf(context);
    if (place >= 0) {
      chosen.context = String(place);
      contexts.select.value = chosen.context;
    }
    redraw();
  });
  onTheme(() => chosen.place !== undefined && redraw());
  const limits = network.left_out > 0 ?
    `The page has the ties and touches around the people it names; ${network.left_out} more are left out.` : '';
  const section = element('section', {id: 'network', ariaLabel: 'The network around a person'},
    element('h2', {}, 'The network around a person'),
    element('p', {}, 'Choose a person anywhere on this page, or here. ', limits),
    element('div', {className: 'controls'}, person.label, contexts.label, yearSlider(redraw) ?? ''),
    said, box, below);
  const start = placeOf.has(first?.person) ? first.person : network.people[0];
  return {section, start: () => choosePerson(start, first?.context ?? null)};
}
