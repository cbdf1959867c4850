// No third-party origin: the built pages name no address but those listed here, none of which is ever asked,
// and index.html holds no script or style of its own. Run after each build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.argv[2] ?? join(fileURLToPath(new URL('..', import.meta.url)), 'dist');
// Names of XML vocabularies, and what libraries write into error texts and licence comments.
const names = [
  'http://www.w3.org/', 'https://react.dev/errors/', 'https://maplibre.org/', 'https://maplibre.invalid/',
  'https://github.com/', 'https://www.i18next.com/', 'https://locize.com', 'https://mantine.dev/',
];
const faults = [];
for (const name of readdirSync(dist, { recursive: true })) {
  if (!/\.(js|css|html|svg|json|webmanifest)$/.test(name)) continue;
  const text = readFileSync(join(dist, name), 'utf8');
  for (const [address] of text.matchAll(/\b(?:https?|wss?):\/\/[\w.-]+[\w./-]*/g)) {
    if (!names.some((known) => address.startsWith(known))) faults.push(`${name} names ${address}`);
  }
  for (const [call] of text.matchAll(/(?:src|action)=["'](?:https?:)?\/\/[^"']*|url\(["']?(?:https?:)?\/\/[^)]*|\beval\(|new Function\(/g)) {
    faults.push(`${name} holds ${call}`);
  }
  if (name.endsWith('.html') && /<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/.test(text)) {
    faults.push(`${name} holds a script or style of its own`);
  }
}
if (faults.length > 0) {
  console.error([...new Set(faults)].join('\n'));
  process.exit(1);
}
console.log('no third-party origin in the built pages');
