// Bundles the page: `node bundle.mjs MODULES OUT` writes OUT/main.js, OUT/style.css and
// OUT/licences.txt, the terms of every package that is in main.js.

import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const modules = resolve(process.argv[2]);
const out = resolve(process.argv[3]);
const here = dirname(fileURLToPath(import.meta.url));
const {buildSync} = createRequire(join(modules, 'any.js'))('esbuild');

const {metafile} = buildSync({
  entryPoints: [join(here, 'src/main.js'), join(here, 'style.css')],
  entryNames: '[name]', outdir: out, nodePaths: [modules], absWorkingDir: here,
  bundle: true, minify: true, charset: 'utf8', target: 'es2022', legalComments: 'none',
  logLevel: 'warning', metafile: true,
});

/** "d3-array" or "@scope/name" of a file below the modules, wherever they lie. */
function packageOf(file) {
  const parts = relative(modules, resolve(here, file)).split('/');
  const nested = parts.lastIndexOf('node_modules');
  const own = parts.slice(0, nested + 1);
  const name = parts.slice(nested + 1, nested + (parts[nested + 1].startsWith('@') ? 3 : 2));
  return [...own, ...name].join('/');
}

const inside = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  .filter((file) => file.includes('node_modules/'));
const byTerms = new Map();
for (const name of [...new Set(inside.map(packageOf))].sort()) {
  const folder = join(modules, name);
  const {version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const terms = file && existsSync(join(folder, file))
    ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
  if (!byTerms.has(terms)) byTerms.set(terms, []);
  byTerms.get(terms).push(`${name} ${version}`);
}
writeFileSync(join(out, 'licences.txt'), [...byTerms]
  .map(([terms, names]) => `${names.join(', ')}\n\n${terms}\n`).join(`\n${'-'.repeat(60)}\n\n`));
