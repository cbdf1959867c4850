// Shows that the types were generated from the server's document as it is now (`npm run types` renews them).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';

it('the generated types are up to date', async () => {
  const document = readFileSync(join(__dirname, '../../../tests/golden/openapi.json'), 'utf8');
  const generated = astToString(await openapiTS(JSON.parse(document)));
  // The command line adds a comment on top.
  expect(readFileSync(join(__dirname, 'schema.ts'), 'utf8')).toContain(generated.trim());
});
