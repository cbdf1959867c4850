// A county's server on an empty data folder, on a port of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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

/// Starts the server and resolves once it listens; `stop` ends it and removes its data.
export async function startServer() {
  const data = mkdtempSync(join(tmpdir(), 'caregrid-e2e-'));
  command(
    'account', 'add', account.login, '--data', data, '--county', '620524', '--role', 'county',
    '--name', account.name, '--password-stdin',
  );
  const server = spawn(program, ['serve', '--data', data, '--today', today, '--port', '0', '--quiet'], {
    stdio: ['ignore', 'pipe', 'pipe'],
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
  return {
    address,
    said: () => said,
    async stop() {
      server.kill('SIGTERM');
      const code = await ended;
      rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}
