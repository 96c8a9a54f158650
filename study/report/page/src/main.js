// Puts the report into the page: sections in the program's order, the network after the people.

import {report, rows, table, words} from './data.js';
import {chart, startCharts} from './charts.js';
import {element} from './dom.js';
import {explainPart} from './explain.js';
import {correlationsPart, funnelPart} from './funnel_part.js';
import {networkSection} from './network.js';
import {peoplePart} from './people_part.js';
import {specOf} from './specs.js';
import {foldedTable, tableElement} from './tables.js';
import {startTheme} from './theme.js';
import {trustPart} from './trust_part.js';

/** Tables that are looked at one choice at a time. */
const kParts = {people: peoplePart, explain: explainPart, trust: trustPart, funnel: funnelPart,
  intent_correlations: correlationsPart};
/** Tables that another one's part shows. */
const kShownElsewhere = new Set(['trust_first']);
const kMostWarnings = 3;
/** Tables with more columns have a card of the whole width. */
const kMostInCard = 5;
/** Tables for who wants to know it exactly. */
const kFolded = new Set(['options', 'facts', 'inputs', 'rows']);

/** What is drawn of a table; `asides` are folded away unless there is a picture of them. */
function tablePart(shown, asides) {
  if (kShownElsewhere.has(shown.name)) return [];
  const heading = element('h3', {}, shown.title);
  const note = shown.note ? element('p', {className: 'note'}, shown.note) : null;
  if (shown.columns.length === 0 || shown.columns[0].values.length === 0)
    return [heading, element('p', {className: 'note'}, 'Nothing.')];
  if (kFolded.has(shown.name)) return [foldedTable(shown, shown.title)];
  const part = kParts[shown.name];
  if (part) return [heading, note, ...part(shown)];
  const spec = specOf(shown);
  if (!spec && asides) return [foldedTable(shown, words(shown.title)), note];
  if (!spec) return [heading, note, tableElement(shown, {headed: true})];
  const drawn = chart(`${shown.title}. ${shown.note}`, spec).box;
  return [heading, note, drawn, foldedTable(shown)];
}

/** Many warnings are folded away under their number. */
function sentences(texts) {
  const warnings = texts.filter((text) => text.startsWith('Warning: '))
    .map((text) => element('p', {className: 'warning'}, text.slice('Warning: '.length)));
  const said = texts.filter((text) => !text.startsWith('Warning: '))
    .map((text) => element('p', {}, text));
  if (warnings.length <= kMostWarnings) return [...said, ...warnings];
  return [...said, element('details', {},
    element('summary', {}, `${warnings.length} warnings on these figures`), ...warnings)];
}

function sectionElement(section) {
  const asCards = section.id === 'findings';
  const parts = section.tables.map((shown) => {
    const inside = tablePart(shown, section.id === 'other').filter(Boolean);
    if (!asCards) return inside;
    const wide = shown.columns.length > kMostInCard ? 'card wide' : 'card';
    return element('div', {className: wide}, ...inside);
  });
  const body = asCards ? [element('div', {className: 'cards'}, ...parts)] : parts.flat();
  return element('section', {id: section.id, ariaLabel: section.title},
    element('h2', {}, section.title), ...sentences(section.sentences), ...body);
}

function addToIndex(id, title) {
  const [short] = title.split(':');
  document.getElementById('sections')
    .append(element('li', {}, element('a', {href: `#${id}`}, short)));
}

/** Whom the network shows first: the first person of the first finding, else of the lists. */
function firstPerson() {
  for (const name of ['one_introduction', 'people']) {
    const found = table(name);
    const first = found ? rows(found)[0] : undefined;
    if (first) return {person: String(first.person_id), context: first.context};
  }
  return undefined;
}

async function start() {
  document.getElementById('title').textContent = report.title;
  document.getElementById('unit').textContent = `Customer referral value, in ${report.unit}`;
  const content = document.getElementById('content');
  content.replaceChildren();
  startTheme();
  let network;
  for (const section of report.sections) {
    content.append(sectionElement(section));
    addToIndex(section.id, section.title);
    if (section.id !== 'people') continue;
    network = networkSection(firstPerson());
    if (!network) continue;
    content.append(network.section);
    addToIndex('network', 'Network');
  }
  await startCharts();
  network?.start();
  document.documentElement.dataset.ready = 'yes';
}

void start();
