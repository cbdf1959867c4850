// Fails when what a browser must fetch before the first page is usable exceeds the budget (gzip, in kB of 1000 bytes).
// The first load is index.html, the entry chunk, everything it imports statically, and the larger of the two word files.
import { readFileSync, existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const budgetKb = 400;
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
if (!existsSync(join(dist, '.vite/manifest.json'))) {
  console.error('web/dist is missing: run `npm run build` first');
  process.exit(2);
}
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

const gzipKb = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000;

function staticFiles(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const chunk = manifest[key];
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((name) => staticFiles(name, seen))];
}

const first = new Set(['index.html', ...staticFiles('index.html')]);
const words = Object.keys(manifest)
  .filter((key) => /words_(zh|en)\.ts$/.test(key))
  .map((key) => staticFiles(key).filter((file) => !first.has(file)))
  .sort((a, b) => b.reduce((sum, file) => sum + gzipKb(file), 0) - a.reduce((sum, file) => sum + gzipKb(file), 0));
if (words.length !== 2) {
  console.error(`expected two word files in the manifest, found ${words.length}`);
  process.exit(2);
}
// The first page after sign-in is the home page: its own chunk belongs to the first load, its charts and map do not.
const home = Object.keys(manifest).find((key) => key.endsWith('assessment/home_page.tsx'));
const files = [...new Set([...first, ...words[0], ...(home ? staticFiles(home) : [])])];
let total = 0;
for (const file of files) {
  const kb = gzipKb(file);
  total += kb;
  console.log(`${kb.toFixed(1).padStart(8)} kB  ${file}`);
}
console.log(`${total.toFixed(1).padStart(8)} kB  first load (budget ${budgetKb} kB)`);
if (total > budgetKb) {
  console.error(`the first load is over its budget by ${(total - budgetKb).toFixed(1)} kB`);
  process.exit(1);
}
