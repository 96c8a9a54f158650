// Opens reports in headless Chromium: no error, every chart drawn, a click on a person filters the
// network, nothing to scroll sideways on a telephone, nothing serious for who cannot see it, light
// and dark, and no request to anywhere. `node page_check.mjs PROGRAM STUDY MODULES [PICTURES]`
// exits 77 where there is nothing to look with.

import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

const [, , program, study, modules, pictures] = process.argv;

function skip(why) {
  console.log(`SKIPPED: ${why}`);
  process.exit(77);
}

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find(existsSync);
if (!chromium) skip('there is no Chromium here; scripts/setup.sh test installs it');
if (!existsSync(join(modules, 'puppeteer-core'))) skip('the npm packages are not in .node');
const require = createRequire(resolve(modules, 'any.js'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(join(modules, 'axe-core/axe.min.js'), 'utf8');

const failures = [];
function check(holds, what) {
  if (!holds) failures.push(what);
}

/** Runs the program; its failure is ours. */
function run(...options) {
  const ran = spawnSync(program, options, {encoding: 'utf8'});
  if (ran.status !== 0) throw new Error(`${options.join(' ')}: ${ran.stderr}`);
}

async function open(browser, file, {width, theme}) {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) failures.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => failures.push(`page: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) failures.push(`request: ${request.url()}`);
  });
  await page.setViewport({width, height: 900});
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: theme}]);
  await page.goto(`file://${file}`);
  await page.waitForSelector('html[data-ready=yes]', {timeout: 60_000});
  return page;
}

async function checkDrawn(page, where) {
  const charts = await page.$$eval('.chart', (boxes) => boxes.map((box) => ({
    drawn: box.dataset.drawn, marks: box.querySelectorAll('.mark-symbol path, .mark-rect path, ' +
      '.mark-line path, .mark-rule line').length,
    overflow: box.scrollWidth > box.clientWidth + 1})));
  check(charts.length >= 4, `${where}: only ${charts.length} charts`);
  charts.forEach((chart, i) => {
    check(chart.drawn === 'yes' && chart.marks > 0, `${where}: chart ${i} is empty`);
    check(!chart.overflow, `${where}: chart ${i} is wider than its box`);
  });
}

async function checkWidth(page, where) {
  const [scroll, inner] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, innerWidth]);
  check(scroll <= inner, `${where}: ${scroll} px wide on a screen of ${inner}`);
}

async function checkAccess(page, where) {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => globalThis.axe.run());
  for (const {id, impact, nodes} of violations)
    if (['serious', 'critical'].includes(impact))
      failures.push(`${where}: axe ${id}: ${nodes.slice(0, 3).map((n) => n.html).join(' | ')}`);
}

/** The network's own words of whom it shows. */
const shown = (page) => page.$eval('#network [role=status]', (said) => said.textContent);

async function checkChoosing(page, where, years) {
  const before = await shown(page);
  const person = await page.evaluate((said) => {
    const button = [...document.querySelectorAll('#people button.person')]
      .find((each) => !said.startsWith(`${each.textContent}:`));
    button.click();
    return button.textContent;
  }, before);
  const after = await shown(page);
  check(after.startsWith(`${person}: `), `${where}: a click on ${person} shows ${after}`);
  check(await page.$('#graph canvas') !== null, `${where}: no WebGL canvas`);
  const rows = () => page.$$eval('#network tbody tr', (all) => all.length);
  const all = await rows();
  check(all > 0, `${where}: the table of the network is empty`);
  await page.$eval('#network input[type=range]', (slider) => {
    slider.value = slider.min;
    slider.dispatchEvent(new Event('input'));
  });
  const early = await rows();
  // All that the shop knows of is of its first year.
  check(years ? early < all : early === all,
    `${where}: ${early} of ${all} ties and touches in the first year`);
  await checkContextFilter(page, where);
}

/** Of one context there are its ties and touches, and those of every context. */
async function checkContextFilter(page, where) {
  const [chosen, contexts] = await page.evaluate(() => {
    const select = document.querySelector('#network select');
    const slider = document.querySelector('#network input[type=range]');
    slider.value = slider.max;
    slider.dispatchEvent(new Event('input'));
    select.value = select.options[select.options.length - 1].value;
    select.dispatchEvent(new Event('change'));
    return [select.selectedOptions[0].textContent,
      [...document.querySelectorAll('#network tbody tr')].map((row) => row.lastChild.textContent)];
  });
  const strange = contexts.filter((context) => context !== chosen && context !== 'every');
  check(strange.length === 0, `${where}: with ${chosen} chosen there are rows of ${strange[0]}`);
}

/** What a picture of points shows is there as a table for who cannot use it. */
async function checkPointsTable(page, where) {
  const rows = await page.evaluate(async () => {
    const folded = document.querySelector('#segments details');
    folded.querySelector('summary').click();
    await new Promise((done) => setTimeout(done, 100));
    return folded.querySelectorAll('tbody tr').length;
  });
  check(rows > 0, `${where}: the picture of segments has no table`);
}

/** Everything that can be used with a mouse is reached with Tab. */
async function checkKeyboard(page, where) {
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await page.keyboard.press('Tab');
  check(await page.evaluate(() => document.activeElement.className) === 'skip',
    `${where}: Tab does not begin at the link to the report`);
  const wanted = await page.$$eval('button, select, input, summary, a[href]', (all) => {
    const visible = all.filter((each) => each.checkVisibility());
    visible.forEach((each, i) => { each.dataset.control = i; });
    return visible.length;
  });
  const reached = new Set();
  for (let presses = 0; presses < 4 * wanted; ++presses) {
    const focused = await page.evaluate(() =>
      [document.activeElement === document.body, document.activeElement.dataset.control ?? '']);
    if (focused[0] && presses > 0) break;
    if (focused[1] !== '') reached.add(focused[1]);
    await page.keyboard.press('Tab');
  }
  check(reached.size === wanted, `${where}: Tab reaches ${reached.size} of ${wanted} controls`);
}

async function lookAt(browser, file, where, {views, network, years}) {
  check(statSync(file).size < 5_000_000, `${where}: ${statSync(file).size} bytes`);
  for (const [width, theme] of views) {
    const place = `${where}, ${width} px, ${theme}`;
    const page = await open(browser, file, {width, theme});
    await checkDrawn(page, place);
    await checkWidth(page, place);
    await checkAccess(page, place);
    if (pictures) {
      await new Promise((done) => setTimeout(done, 500));
      for (const id of ['findings', 'segments', 'people', 'network', 'backtest_1'])
        await (await page.$(`#${id}`))?.screenshot({path: join(pictures, `${id}_${width}_${theme}.png`)});
    }
    if (network) {
      if (theme === 'light') await checkKeyboard(page, place);
      await checkPointsTable(page, place);
      await checkChoosing(page, place, years);
    }
    await page.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'grapevine-page-'));
const browser = await puppeteer.launch({executablePath: chromium, args: ['--no-sandbox',
  '--disable-dev-shm-usage', '--use-gl=angle', '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader']})
  .catch((error) => skip(`Chromium does not start here: ${error.message.split('\n')[0]}`));
try {
  run('run', study, '--out', join(folder, 'run'));
  if (!existsSync(join(folder, 'run', 'report.html'))) skip('this program was built without npm');
  await lookAt(browser, join(folder, 'run', 'report.html'), 'run',
    {views: [[1200, 'light'], [1200, 'dark'], [400, 'light']], network: true, years: true});
  run('backtest', study, '--out', join(folder, 'backtest'));
  await lookAt(browser, join(folder, 'backtest', 'report.html'), 'backtest',
    {views: [[400, 'dark']], network: false});
  run('simulate', '--people', '3000', '--seed', '1', '--out', join(folder, 'shop'));
  run('run', join(folder, 'shop', 'study.toml'), '--out', join(folder, 'shop_run'));
  await lookAt(browser, join(folder, 'shop_run', 'report.html'), 'shop',
    {views: [[400, 'light']], network: true, years: false});
} finally {
  await browser.close();
  rmSync(folder, {recursive: true, force: true});
}
for (const failure of failures) console.log(failure);
console.log(failures.length === 0 ? 'every check holds' : `${failures.length} checks failed`);
process.exit(failures.length === 0 ? 0 : 1);
