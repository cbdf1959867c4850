// A county's server on an empty data folder, on a port of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
export const today = '2026-09-21';
export const account = { login: 'county', name: '马晓燕', password: 'quiet-terraces-in-autumn' };
const program = process.env.CAREGRID_PROGRAM ?? join(root, 'build/release/caregrid');

function command(...words) {
  const done = spawnSync(program, words, { input: `${account.password}\n`, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`caregrid ${words.join(' ')}: ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

const spreadsheetsIn = (folder) =>
  readdirSync(folder)
    .filter((name) => /\.(csv|xlsx)$/.test(name) && name !== 'truth.csv')
    .map((name) => join(folder, name));

/// Two counties that have nothing in common but the language: other headers, other layouts, other order.
export const counties = {
  wushan: () => ({ code: '620524', name: '武山县', spreadsheets: spreadsheetsIn(join(root, 'packs/demo/county-wushan')) }),
  invented: () => {
    const folder = mkdtempSync(join(tmpdir(), 'caregrid-invented-'));
    command('demo', '--data', join(folder, 'data'), '--out', join(folder, 'out'), '--children', '6000', '--today', today);
    return { code: '990624', name: '示例县', spreadsheets: spreadsheetsIn(join(folder, 'out')) };
  },
};

/// A county with nothing in it but its name, and one account.
function emptyCounty(data, { code, name }) {
  const headerOnly = join(data, 'header.csv');
  writeFileSync(headerOnly, '统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n');
  const place = ['--data', data, '--county', code, '--today', today];
  command('import', ...place, '--synthetic', '--county-name', name, headerOnly);
  command('account', 'add', account.login, ...place, '--role', 'county', '--name', account.name, '--password-stdin');
}

/// A small county at work, with an account for every role: login → password.
function countyAtWork(data) {
  command('demo', '--data', data, '--children', '600', '--today', today);
  const lines = readFileSync(join(data, 'sign-in.txt'), 'utf8').matchAll(/^\s*(\w+)\s+((?:\w{4}-){3}\w{4})\s/gm);
  return Object.fromEntries([...lines].map(([, login, password]) => [login, password]));
}

/// One run of the server, once it listens; `end` gives its exit code.
async function serve(words, env, port = '0') {
  const server = spawn(program, ['serve', '--port', port, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text;
      const match = /http:\/\/localhost:(\d+)/.exec(said);
      if (match) resolve(`http://localhost:${match[1]}`);
    };
    server.stdout.setEncoding('utf8').on('data', hear);
    server.stderr.setEncoding('utf8').on('data', hear);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
  const end = () => {
    server.kill('SIGTERM');
    return ended;
  };
  return { address, said: () => said, end };
}

/// Starts the server and resolves once it listens; `stop` ends it and removes its data.
/// People are invented throughout, so a second factor is asked for only where that is what a test shows.
///
/// `more` may hold further words and environment of `serve`, and what is to be done before it, given the folder.
export async function startServer(county = { code: '620524', name: '武山县' }, secondFactor = 'optional', more = {}) {
  const data = mkdtempSync(join(tmpdir(), 'caregrid-e2e-'));
  const passwords = county === 'at work' ? countyAtWork(data) : emptyCounty(data, county);
  more.before?.(data, command);
  const words = ['--data', data, '--today', today, '--rate', '0', '--quiet',
    ...(secondFactor === 'optional' ? ['--second-factor', 'optional'] : []), ...(more.words ?? [])];
  let run = await serve(words, more.env);
  const { address } = run;
  return {
    address,
    passwords,
    said: () => run.said(),
    /// What an administrator hands over in person to who has lost a phone or passkey. The database belongs to one process,
    /// so the server pauses meanwhile, as it has to in a county's office.
    async resetFactor(login) {
      await run.end();
      const handedOver = JSON.parse(command('account', 'reset', '--json', '--second-factor', login, '--data', data));
      run = await serve(words, more.env, new URL(address).port);
      return handedOver;
    },
    /// Rows of the database as it stands, columns between bars.
    query(sql) {
      const done = spawnSync('sqlite3', ['-readonly', join(data, 'caregrid.db'), sql], { encoding: 'utf8' });
      if (done.status !== 0) throw new Error(done.stderr);
      return done.stdout.trim().split('\n');
    },
    async stop() {
      const code = await run.end();
      rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}
